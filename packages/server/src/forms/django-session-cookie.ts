import type { Secrets } from '../ports/secrets.js'

const LENGTH = 32
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'
/** The least number of bytes above which a byte would favour the first letters of the alphabet. */
const FAIR = 256 - (256 % ALPHABET.length)
const SHAPE = /^[a-z0-9]{8,40}$/

/** A new session key as Django makes them: 32 small letters and digits, 165 bits. Only its hash is kept. */
export const makeDjangoSessionKey = (secrets: Secrets): { readonly text: string; readonly hash: string } => {
  let text = ''
  while (text.length < LENGTH) {
    const byte = Number.parseInt(secrets.randomHex(1), 16)
    if (byte < FAIR) text += ALPHABET.charAt(byte % ALPHABET.length)
  }
  return { text, hash: djangoSessionHash(secrets, text) }
}

/** What a session keeps of the cookie `sessionid` that carries it. */
export const djangoSessionHash = (secrets: Pick<Secrets, 'hash'>, sessionKey: string): string =>
  secrets.hash(`django-session ${sessionKey}`)

/** @returns the hash to look for; undefined for anything that cannot be a session key */
export const readDjangoSessionKey = (secrets: Secrets, text: string): string | undefined =>
  SHAPE.test(text) ? djangoSessionHash(secrets, text) : undefined
