import { parseSignUpId, type SignUpId } from '../model/ids.js'
import type { Secrets } from '../ports/secrets.js'

/** What the cookie of a browser that has a sign-up under way says. */
export interface SignUpCookie {
  readonly signUpId: SignUpId
  /** SHA-256 of its secret, base64url. */
  readonly secretHash: string
}

const SECRET_BYTES = 32
const SHAPE = /^lksu_([0-9a-f]{32})\.([0-9a-f]{64})$/

/** A new secret for the browser that signed up: whoever confirms without it must know the password. */
export const makeSignUpCookie = (
  secrets: Secrets,
  signUpId: SignUpId,
): { readonly text: string; readonly secretHash: string } => {
  const secret = secrets.randomHex(SECRET_BYTES)
  return { text: `lksu_${signUpId.slice('sup_'.length)}.${secret}`, secretHash: secrets.hash(secret) }
}

/** @returns undefined for anything that cannot be such a cookie */
export const readSignUpCookie = (secrets: Secrets, text: string): SignUpCookie | undefined => {
  const [, body, secret] = SHAPE.exec(text) ?? []
  const signUpId = body === undefined ? undefined : parseSignUpId(`sup_${body}`)
  if (signUpId === undefined || secret === undefined) return undefined
  return { signUpId, secretHash: secrets.hash(secret) }
}
