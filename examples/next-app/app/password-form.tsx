'use client'

import { useActionState } from 'react'
import { type PasswordFormState, signInWithPassword } from './sign-in-with-password'

const untouched: PasswordFormState = { email: '', problem: '' }

/** A form that is sent to the server, so that it works before, and without, JavaScript. */
export function PasswordForm() {
  const [{ email, problem }, send, isSending] = useActionState(signInWithPassword, untouched)
  const described = problem === '' ? undefined : 'sign-in-problem'
  return (
    <form action={send} className="password-form" aria-label="Sign in with your password">
      {problem !== '' && (
        <p className="notice bad" id="sign-in-problem" role="alert">
          {problem}
        </p>
      )}
      <label>
        Email address
        <input
          type="email"
          name="email"
          autoComplete="username"
          required
          maxLength={254}
          defaultValue={email}
          aria-describedby={described}
        />
      </label>
      <label>
        Password
        <input
          type="password"
          name="password"
          autoComplete="current-password"
          required
          maxLength={1000}
          aria-describedby={described}
        />
      </label>
      {/* Not disabled while it is busy: that would take the focus away. */}
      <button
        type="submit"
        className="button"
        aria-disabled={isSending}
        onClick={(event) => isSending && event.preventDefault()}
      >
        {isSending ? 'Signing in…' : 'Sign in'}
      </button>
    </form>
  )
}
