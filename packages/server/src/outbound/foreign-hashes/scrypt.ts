import { scrypt as nodeScrypt } from 'node:crypto'
import type { Derivation } from './derivation.js'

export interface ScryptCost {
  /** N, a power of two. */
  readonly cost: number | undefined
  /** r */
  readonly blockSize: number | undefined
  /** p */
  readonly parallelism: number | undefined
  readonly keyBytes: number | undefined
}

/** N·r·p: eight times what OWASP gives as the least; some seconds, and a gibibyte at most. */
const MOST_WORK = 2 ** 23
/** For the table of 128·N·r bytes and what else there is: no bound of ours, but Node's own is lower. */
const MEMORY_LIMIT = 2 ** 31

/**
 * scrypt (RFC 7914).
 *
 * @returns undefined when there are no such parameters, or it would cost more than a sign-in may
 */
export const scrypt = ({
  cost: N,
  blockSize: r,
  parallelism: p,
  keyBytes,
}: ScryptCost): Derivation | undefined => {
  if (N === undefined || r === undefined || p === undefined || keyBytes === undefined) return undefined
  if (N < 2 || !Number.isInteger(Math.log2(N))) return undefined
  if (N * r * p > MOST_WORK) return undefined
  return {
    name: `scrypt N=${N} r=${r} p=${p} l=${keyBytes}`,
    derive: (password, salt) =>
      new Promise((resolve, reject) => {
        nodeScrypt(password, salt, keyBytes, { N, r, p, maxmem: MEMORY_LIMIT }, (error, key) =>
          error === null ? resolve(key) : reject(error),
        )
      }),
  }
}
