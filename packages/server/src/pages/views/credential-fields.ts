import type { Frame } from '../frame.js'
import type { Field } from './form.js'

/** The address somebody signs in with. */
export const addressField = ({ words }: Frame, value: string | undefined, last = false): Field => ({
  name: 'email',
  label: words.fields.email,
  type: 'email',
  value,
  autocomplete: 'username',
  inputmode: 'email',
  last,
})

/** The password that somebody has. */
export const passwordField = ({ words }: Frame): Field => ({
  name: 'password',
  label: words.fields.password,
  type: 'password',
  autocomplete: 'current-password',
  last: true,
})

/** A password to be: told how long it must be before it is typed. */
export const newPasswordField = ({ site, words }: Frame, name: string, label: string): Field => ({
  name,
  label,
  type: 'password',
  autocomplete: 'new-password',
  hint: words.fields.passwordHint(site.passwordRules.minLength),
  last: true,
})

/** Whose password it is: without it a password manager files the new one under nobody. */
export const usernameField = ({ words }: Frame, email: string): Field => ({
  name: 'username',
  label: words.fields.email,
  type: 'email',
  value: email,
  autocomplete: 'username',
  fixed: true,
})
