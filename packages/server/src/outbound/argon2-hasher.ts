import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash } from '@node-rs/argon2'
import { DEFAULT_HASHING_COST, MOST_HASHING_MEMORY_KIB } from '../model/hashing-cost.js'
import { normalizePassword } from '../model/password-rules.js'
import type { PasswordHasher, PresentedPassword } from '../ports/password-hasher.js'
import { boundedQueue } from './bounded-queue.js'
import type { Decoys } from './decoys.js'
import { argon2 } from './foreign-hashes/argon2.js'
import { readPasswordHash } from './foreign-hashes/read-password-hash.js'

/** What a hash costs, here and to whoever steals it, and how many are made at a time. */
export interface Argon2Options {
  /** Default: 19 456 KiB. At most a gibibyte. */
  readonly memoryKiB?: number
  /** Default: 2. With the memory, at most what four passes over a gibibyte cost. */
  readonly iterations?: number
  /** Hashes under way at a time. Default: one a core, and one thread of libuv's pool left to others. */
  readonly concurrency?: number
  /** Hashes that may wait. Default: eight times as many. */
  readonly queueLimit?: number
}

const SALT_BYTES = 16
const OUTPUT_BYTES = 32
const DEFAULT_POOL_SIZE = 4
const MAX_UINT32 = 2 ** 32 - 1

/**
 * Makes Argon2id (RFC 9106), by default with the parameters OWASP's Password Storage Cheat Sheet gives as the least, and checks
 * that and what others have made.
 *
 * @param decoys what to do where there is no hash; by default what is done for one of today's
 * @throws TypeError when Argon2 has no such parameters, or a hash would cost more than a sign-in may
 */
export const argon2Hasher = (
  options: Argon2Options = {},
  decoys?: Pick<Decoys, 'choose'>,
): PasswordHasher => {
  const { memoryKiB = DEFAULT_HASHING_COST.memoryKiB, iterations = DEFAULT_HASHING_COST.iterations } = options
  const { concurrency = defaultConcurrency() } = options
  const { queueLimit = 8 * concurrency } = options
  checkRange({ memoryKiB }, 8, MOST_HASHING_MEMORY_KIB) // RFC 9106 §3.1
  checkRange({ iterations }, 1, MAX_UINT32)
  checkRange({ concurrency }, 1, 1_024)
  checkRange({ queueLimit }, 0, 1_000_000)

  const queue = boundedQueue({ concurrency, queueLimit })
  const cost = { memoryKiB, passes: iterations, lanes: 1, keyBytes: OUTPUT_BYTES }
  const todays = argon2({ variant: 'argon2id', version: 19, ...cost })
  if (todays === undefined)
    throw new TypeError('argon2Hasher: memoryKiB times iterations is more than a sign-in may cost')
  const parameters = `$argon2id$v=19$m=${memoryKiB},t=${iterations},p=1$`
  const settings = { memoryCost: memoryKiB, timeCost: iterations, parallelism: 1, outputLen: OUTPUT_BYTES }

  const compare = ({ hash: stored, password, claimed }: Omit<PresentedPassword, 'from'>) => {
    const { hash: found } = readPasswordHash(stored ?? '')
    // Chosen for everybody: choosing takes time as well.
    const decoy = decoys?.choose(claimed, todays) ?? todays
    const pretend = async (): Promise<false> => {
      await decoy.derive(Buffer.from(password), randomBytes(SALT_BYTES))
      return false
    }
    return () => found?.matches(password) ?? pretend()
  }

  return {
    hash: (password, from) => queue.run(() => hash(Buffer.from(normalizePassword(password)), settings), from),
    verify: (presented) => queue.run(compare(presented), presented.from),
    admit: (from) => {
      const place = queue.admit(from)
      return { verify: (presented) => place.run(compare(presented)), leave: place.leave }
    },
    refuseWhenFull: (from) => queue.refuseWhenFull(from),
    isOutdated: (stored) => readPasswordHash(stored).verdict !== 'ours' || !stored.startsWith(parameters),
  }
}

/** Hashes run on libuv's pool, as files, names and WebCrypto do: with every thread of it hashing, all of those would wait. */
const defaultConcurrency = (): number => {
  const poolSize = Number(process.env['UV_THREADPOOL_SIZE']) || DEFAULT_POOL_SIZE
  return Math.max(1, Math.min(availableParallelism(), poolSize - 1))
}

const checkRange = (named: Readonly<Record<string, number>>, least: number, most: number): void => {
  for (const [name, value] of Object.entries(named)) {
    if (!Number.isSafeInteger(value) || value < least || value > most)
      throw new TypeError(`argon2Hasher: ${name} must be a whole number from ${least} to ${most}`)
  }
}
