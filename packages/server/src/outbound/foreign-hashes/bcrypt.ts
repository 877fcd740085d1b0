import { hash } from '@node-rs/bcrypt'
import type { Derivation } from './derivation.js'

const LEAST_COST = 4
/** Sixteen times the usual 12; some seconds. */
const MOST_COST = 16
/** Of `$2b$12$`, 22 digits of salt and 31 of digest. */
const DIGEST_AT = 29

/**
 * bcrypt. It sees 72 bytes of a password and no more, as everywhere; a NUL is a byte as any other.
 *
 * @returns undefined when there is no such cost, or it is more than a sign-in may cost
 */
export const bcrypt = (cost: number): Derivation | undefined => {
  if (cost < LEAST_COST || cost > MOST_COST) return undefined
  return {
    name: `bcrypt ${cost}`,
    derive: async (password, salt) =>
      readBcryptBase64((await hash(password, { salt, cost })).slice(DIGEST_AT)),
  }
}

const BCRYPT_DIGITS = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const BASE64_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The digits of Base64 in an order of bcrypt's own, without padding. What is none of them is not for here. */
export const readBcryptBase64 = (text: string): Buffer => {
  const digits = [...text].map((digit) => BASE64_DIGITS.charAt(BCRYPT_DIGITS.indexOf(digit)))
  return Buffer.from(digits.join(''), 'base64')
}
