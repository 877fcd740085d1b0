import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, type Html, pageHref } from '../frame.js'
import type { Problem } from '../refusal.js'
import { addressField, newPasswordField } from './credential-fields.js'
import type { Page } from './document.js'
import { type Field, layOutForm, layOutProblems, layOutTick } from './form.js'
import { nameField, profileFieldsOf } from './profile-fields.js'
import { providerButtons } from './provider-buttons.js'

export interface SignUpView {
  readonly returnTo: string | undefined
  readonly remember: boolean
  /** By the name of the field. */
  readonly typed: Readonly<Record<string, string | undefined>>
  readonly problems: readonly Problem[]
}

export const signUpPage = (frame: Frame, { returnTo, remember, typed, problems }: SignUpView): Page => {
  const { words } = frame
  const fields: readonly Field[] = [
    nameField(frame, typed['name']),
    ...profileFieldsOf(frame, typed, 'required'),
    addressField(frame, typed['email']),
    newPasswordField(frame, 'password', words.fields.password),
  ]
  return {
    title: words.signUp.title,
    refuses: problems.length > 0,
    main: html`<div class="card">
<h1>${words.signUp.title}</h1>
${layOutProblems(
  frame,
  problems,
  fields.map(({ name }) => name),
)}
${providerButtons(frame, pagePaths.signUp, { returnTo, remember })}
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.signUp, { returnTo }),
  fields,
  more: html`${layOutTick('remember', words.fields.remember, remember)}${agreement(frame)}`,
  submit: words.signUp.submit,
  problems,
})}
<p class="beside">${words.signUp.haveAccount} <a href="${pageHref(frame, pagePaths.signIn, { returnTo })}">${words.signUp.signIn}</a></p>
</div>`,
  }
}

const agreement = ({ site, words }: Frame): Html | false => {
  const { terms } = site.brand.links
  return (
    terms !== undefined &&
    html`<p class="soft small">${words.signUp.agree} <a href="${terms}">${words.frame.terms}</a></p>`
  )
}
