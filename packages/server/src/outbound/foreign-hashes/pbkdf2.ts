import { pbkdf2 as nodePbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import type { Derivation } from './derivation.js'

const DIGEST_BYTES = { sha1: 20, sha256: 32, sha512: 64 } as const
export type Pbkdf2Digest = keyof typeof DIGEST_BYTES

export interface Pbkdf2Cost {
  readonly digest: Pbkdf2Digest
  readonly iterations: number | undefined
  readonly keyBytes: number | undefined
}

/** Eight times Django's default of 2025; some seconds. */
const MOST_ITERATIONS = 10_000_000

const derive = promisify(nodePbkdf2)

/**
 * PBKDF2 (RFC 8018 §5.2).
 *
 * @returns undefined when it would cost more than a sign-in may
 */
export const pbkdf2 = ({ digest, iterations, keyBytes }: Pbkdf2Cost): Derivation | undefined => {
  if (iterations === undefined || keyBytes === undefined) return undefined
  // Each block of the key is made with all iterations anew.
  if (iterations * Math.ceil(keyBytes / DIGEST_BYTES[digest]) > MOST_ITERATIONS) return undefined
  return {
    name: `pbkdf2 ${digest} i=${iterations} l=${keyBytes}`,
    derive: (password, salt) => derive(password, salt, iterations, keyBytes, digest),
  }
}
