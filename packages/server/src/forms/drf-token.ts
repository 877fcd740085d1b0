import type { Secrets } from '../ports/secrets.js'

const BYTES = 20
const SHAPE = /^[0-9a-f]{40}$/

/** A new token as Django REST framework makes them: 40 hex digits. Only its hash is kept. */
export const makeDrfToken = (secrets: Secrets): { readonly text: string; readonly hash: string } => {
  const text = secrets.randomHex(BYTES)
  return { text, hash: drfTokenHash(secrets, text) }
}

/** What a session keeps of the token that carries it. */
export const drfTokenHash = (secrets: Pick<Secrets, 'hash'>, token: string): string =>
  secrets.hash(`drf-token ${token}`)

/** @returns the hash to look for; undefined for anything that cannot be such a token */
export const readDrfToken = (secrets: Pick<Secrets, 'hash'>, text: string): string | undefined =>
  SHAPE.test(text) ? drfTokenHash(secrets, text) : undefined
