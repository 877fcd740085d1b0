'use server'

import { signInRefusal } from '@latchkey/client/next-auth'
import { CredentialsSignin } from 'next-auth'
import { signIn } from '../auth'

/** What the form shows when it comes back: what was typed but for the password, and why nobody was signed in. */
export interface PasswordFormState {
  email: string
  problem: string
}

/** Takes the form to Latchkey by way of NextAuth. Comes back only with a refusal: otherwise it leads to the todos. */
export async function signInWithPassword(
  _shown: PasswordFormState,
  form: FormData,
): Promise<PasswordFormState> {
  const email = textOf(form, 'email')
  try {
    return await signIn('latchkey', { email, password: textOf(form, 'password'), redirectTo: '/todos' })
  } catch (error) {
    // Next.js redirects by throwing too.
    if (!(error instanceof CredentialsSignin)) throw error
    return { email, problem: signInRefusal(error.code) ?? 'That did not work. Try again.' }
  }
}

function textOf(form: FormData, field: string): string {
  const value = form.get(field)
  return typeof value === 'string' ? value : ''
}
