import { hashRaw } from '@node-rs/argon2'
import { isAffordable } from '../../model/hashing-cost.js'
import type { Derivation } from './derivation.js'

// As the library numbers them.
const VARIANTS = { argon2d: 0, argon2i: 1, argon2id: 2 } as const
const VERSIONS = { 16: 0, 19: 1 } as const

export type Argon2Variant = keyof typeof VARIANTS
/** RFC 9106 §3.1: 19. 16 is what came before, and is meant where a text gives none. */
export type Argon2Version = keyof typeof VERSIONS

export interface Argon2Cost {
  readonly variant: Argon2Variant
  readonly version: Argon2Version
  readonly memoryKiB: number | undefined
  readonly passes: number | undefined
  readonly lanes: number | undefined
  readonly keyBytes: number | undefined
}

const MOST_LANES = 255

/**
 * Argon2 (RFC 9106).
 *
 * @returns undefined when there are no such parameters, or it would cost more than a sign-in may
 */
export const argon2 = (given: Argon2Cost): Derivation | undefined => {
  const { variant, version, memoryKiB, passes, lanes, keyBytes } = given
  if (memoryKiB === undefined || passes === undefined || lanes === undefined || keyBytes === undefined)
    return undefined
  if (lanes > MOST_LANES || memoryKiB < 8 * lanes) return undefined // RFC 9106 §3.1
  if (!isAffordable({ memoryKiB, iterations: passes })) return undefined
  const options = {
    algorithm: VARIANTS[variant],
    version: VERSIONS[version],
    memoryCost: memoryKiB,
    timeCost: passes,
    parallelism: lanes,
    outputLen: keyBytes,
  }
  return {
    name: `${variant} v=${version} m=${memoryKiB} t=${passes} p=${lanes} l=${keyBytes}`,
    derive: (password, salt) => hashRaw(password, { ...options, salt }),
  }
}
