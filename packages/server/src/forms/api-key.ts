import { crc32 } from '../model/crc32.js'
import { drawText } from '../model/drawn-text.js'
import type { Secrets } from '../ports/secrets.js'

const PREFIX = 'lkak_'
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 62^43 is a little more than 2^256: as much as the secret of a session cookie. A key lives for months and meets no throttle. */
const RANDOM_LETTERS = 43
/** The fewest that hold 32 bits. */
const CHECKSUM_LETTERS = 6
const HINT_LETTERS = 4
const SHAPE = /^lkak_[0-9A-Za-z]{49}$/

/** A new API key. Only its hash and its last letters are kept. */
export interface NewApiKey {
  readonly text: string
  readonly hash: string
  /** Its last letters. They are of the checksum, so they take less from a guesser than letters of the random part would. */
  readonly hint: string
}

/**
 * A new API key: `lkak_`, 43 random letters and digits, and six more for their CRC-32. The prefix lets scanners find leaked keys, the
 * checksum lets them, and us, tell a key from what only looks like one. It is a check for slips, and no proof: a text with the right
 * checksum still has to be found.
 */
export const makeApiKey = (secrets: Secrets): NewApiKey => {
  const body = PREFIX + drawText(secrets, ALPHABET, RANDOM_LETTERS)
  const text = body + checksumOf(body)
  return { text, hash: apiKeyHash(secrets, text), hint: text.slice(-HINT_LETTERS) }
}

/** Whether a text means to be an API key. */
export const isApiKey = (text: string): boolean => text.startsWith(PREFIX)

/** @returns the hash to look for; undefined for anything that cannot be an API key */
export const readApiKey = (secrets: Pick<Secrets, 'hash'>, text: string): string | undefined => {
  if (!SHAPE.test(text)) return undefined
  const body = text.slice(0, -CHECKSUM_LETTERS)
  return checksumOf(body) === text.slice(-CHECKSUM_LETTERS) ? apiKeyHash(secrets, text) : undefined
}

const apiKeyHash = (secrets: Pick<Secrets, 'hash'>, text: string): string => secrets.hash(`api-key ${text}`)

const checksumOf = (body: string): string => {
  let [rest, text] = [crc32(body), '']
  for (let letters = 0; letters < CHECKSUM_LETTERS; letters += 1) {
    text = ALPHABET.charAt(rest % ALPHABET.length) + text
    rest = Math.floor(rest / ALPHABET.length)
  }
  return text
}
