import { timingSafeEqual } from 'node:crypto'
import type { TypedPassword } from '../../model/password-rules.js'
import type { Derivation } from './derivation.js'

/** A stored hash that was read: passwords can be checked against it. */
export interface CheckableHash {
  /** What a check costs. */
  readonly derivation: Derivation
  /** Whether it was made of this password. Off the event loop. */
  matches(password: TypedPassword): Promise<boolean>
}

/** What the text of a hash holds. Undefined is what could not be read, or is out of bounds. */
export interface HashParts {
  readonly derivation: Derivation | undefined
  readonly salt: Uint8Array | undefined
  readonly digest: Uint8Array | undefined
  /** What was hashed, of what was typed. Default: the text itself. Always as UTF-8. */
  readonly prepare?: (password: TypedPassword) => string
  /** What is compared, of the key. Default: the key itself. */
  readonly finish?: (key: Uint8Array) => Uint8Array
}

/** A shorter digest would be matched by chance, an empty one by everything. */
const LEAST_DIGEST_BYTES = 16

/** @returns undefined when a part is missing */
export const checkableHash = (parts: HashParts): CheckableHash | undefined => {
  const { derivation, salt, digest, prepare = asTyped, finish = asDerived } = parts
  if (derivation === undefined || salt === undefined || digest === undefined) return undefined
  if (digest.length < LEAST_DIGEST_BYTES) return undefined
  return {
    derivation,
    matches: async (password) => {
      const made = finish(await derivation.derive(Buffer.from(prepare(password)), salt))
      return made.length === digest.length && timingSafeEqual(made, digest)
    },
  }
}

const asTyped = (password: TypedPassword): string => password
const asDerived = (key: Uint8Array): Uint8Array => key
