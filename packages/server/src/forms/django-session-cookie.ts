import { drawText } from '../model/drawn-text.js'
import type { Secrets } from '../ports/secrets.js'

const LENGTH = 32
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'
const SHAPE = /^[a-z0-9]{8,40}$/

/** A new session key as Django makes them: 32 small letters and digits, 165 bits. Only its hash is kept. */
export const makeDjangoSessionKey = (secrets: Secrets): { readonly text: string; readonly hash: string } => {
  const text = drawText(secrets, ALPHABET, LENGTH)
  return { text, hash: djangoSessionHash(secrets, text) }
}

/** What a session keeps of the cookie `sessionid` that carries it. */
export const djangoSessionHash = (secrets: Pick<Secrets, 'hash'>, sessionKey: string): string =>
  secrets.hash(`django-session ${sessionKey}`)

/** @returns the hash to look for; undefined for anything that cannot be a session key */
export const readDjangoSessionKey = (secrets: Secrets, text: string): string | undefined =>
  SHAPE.test(text) ? djangoSessionHash(secrets, text) : undefined
