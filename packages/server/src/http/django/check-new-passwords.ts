import { AuthError, type ErrorCode } from '@latchkey/contract'
import { fieldError, type WireRefusal } from './wire-refusal.js'

/**
 * Whether a new password was typed twice alike.
 *
 * @throws WireRefusal about the second field
 */
export const checkTypedTwice = (first: string, second: string, field: string): void => {
  if (first !== second) throw fieldError(field, 'The two password fields didn’t match.')
}

const WORDS: Partial<Record<ErrorCode, string>> = {
  password_too_long: 'This password is too long.',
  password_too_common: 'This password is too common.',
  password_breached: 'This password is too common.',
  password_personal: 'The password is too similar to the username.',
}

/** A refusal of the new password in the words of Django's validators, about this field; anything else as it is. */
export const wordPasswordRefusal =
  (field: string, { minLength }: { readonly minLength: number }) =>
  (error: unknown): never => {
    throw error instanceof AuthError ? (wordsFor(error.code, field, minLength) ?? error) : error
  }

const wordsFor = (code: ErrorCode, field: string, minLength: number): WireRefusal | undefined => {
  if (code === 'password_too_short')
    return fieldError(field, `This password is too short. It must contain at least ${minLength} characters.`)
  const words = WORDS[code]
  return words === undefined ? undefined : fieldError(field, words)
}
