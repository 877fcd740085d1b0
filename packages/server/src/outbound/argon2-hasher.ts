import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import type { PasswordHasher } from '../ports/password-hasher.js'
import { boundedQueue } from './bounded-queue.js'

/** What a hash costs, here and to whoever steals it, and how many are made at a time. */
export interface Argon2Options {
  /** Default: 19 456 KiB. */
  readonly memoryKiB?: number
  /** Default: 2. */
  readonly iterations?: number
  /** Lanes of one hash. Default: 1. */
  readonly parallelism?: number
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
 * Argon2id (RFC 9106), by default with the parameters OWASP's Password Storage Cheat Sheet gives as the least. It hashes the
 * text it is given: whoever calls has normalised it.
 *
 * A hash made with other parameters takes another time than one made with today's, and than none: after a change of them
 * the time tells who has not signed in since, until they do.
 *
 * @throws TypeError when Argon2 has no such parameters
 */
export const argon2Hasher = (options: Argon2Options = {}): PasswordHasher => {
  const { memoryKiB = 19_456, iterations = 2, parallelism = 1, concurrency = defaultConcurrency() } = options
  const { queueLimit = 8 * concurrency } = options
  checkRange({ parallelism }, 1, 255)
  checkRange({ memoryKiB }, 8 * parallelism, MAX_UINT32) // RFC 9106 §3.1
  checkRange({ iterations }, 1, MAX_UINT32)
  checkRange({ concurrency }, 1, 1_024)
  checkRange({ queueLimit }, 0, 1_000_000)

  const queue = boundedQueue({ concurrency, queueLimit })
  const parameters = `$argon2id$v=19$m=${memoryKiB},t=${iterations},p=${parallelism}$`
  const costs = { memoryCost: memoryKiB, timeCost: iterations, parallelism, outputLen: OUTPUT_BYTES }
  // The hash of nothing anybody knows: checking a password against it is the whole work, and it never matches.
  const nobodys = `${parameters}${randomBase64(SALT_BYTES)}$${randomBase64(OUTPUT_BYTES)}`

  return {
    hash: (password, from) => queue.run(() => hash(password, costs), from),
    verify: async (hashed, password, from) => {
      const readable = hashed !== undefined && isReadable(hashed)
      const matches = await queue.run(() => verify(readable ? hashed : nobodys, password), from)
      return readable && matches
    },
    refuseWhenFull: (from) => queue.refuseWhenFull(from),
    isOutdated: (hashed) => !hashed.startsWith(parameters),
  }
}

const isReadable = (hashed: string): boolean => {
  try {
    parseOptions(hashed)
    return true
  } catch {
    return false
  }
}

/** PHC strings have no padding (PHC string format, “B64”). */
const randomBase64 = (bytes: number): string => randomBytes(bytes).toString('base64').replaceAll('=', '')

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
