import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type Clock, SECOND } from '../time.js'
import { type KeySet, readKeySet } from './key-set.js'
import { type KeySource, KeysUnreachable } from './key-source.js'

/** Durations are milliseconds. */
export interface FileKeysOptions {
  /** Least time between two looks at the file, also when tokens keep naming unknown keys. Default: 30 seconds. */
  readonly cooldown?: number
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly clock?: Clock
}

/** As large as a key set from an issuer may be. */
const MAX_BYTES = 128 * 1024

interface ReadFile {
  readonly set: KeySet
  readonly version: string
}

/**
 * Public keys from a JWK Set in a file (RFC 7517 §5), for where nothing can be fetched. Read once at start; when the file is another one, it is
 * read again, at most once per `cooldown`. A file that cannot be read any more leaves the keys in use as they are.
 *
 * @throws TypeError when there is no such file, it is no JWK Set, holds no key that could verify a token, or holds one that could sign
 */
export function fileKeys(path: string, options: FileKeysOptions = {}): KeySource {
  const { cooldown = 30 * SECOND, clock = Date.now } = options
  if (typeof path !== 'string' || path === '') throw new TypeError('fileKeys: give the path of a JWK Set')
  if (!(Number.isFinite(cooldown) && cooldown > 0))
    throw new TypeError('fileKeys: cooldown must be a positive number of milliseconds')
  let held = readKeyFile(path)
  let lookedAt = clock()
  let problem: unknown
  let pending: Promise<void> | undefined

  const look = async (): Promise<void> => {
    try {
      // Asked off this thread; almost always nothing has changed.
      if (versionOf(await stat(path)) !== held.version) held = readKeyFile(path)
      problem = undefined
    } catch (error) {
      problem = error
    }
    pending = undefined
  }
  const mayLook = (now: number): boolean => now < lookedAt || now - lookedAt >= cooldown
  const lookAgain = (now: number): Promise<void> => {
    lookedAt = now
    pending = look()
    return pending
  }

  return {
    find: (query) => {
      const now = clock()
      const key = held.set.find(query)
      if (key !== undefined) {
        // Behind the request's back: a key that was taken out of the file is gone at one of the next.
        if (pending === undefined && mayLook(now)) void lookAgain(now)
        return key
      }
      const settle = () => {
        const found = held.set.find(query)
        if (found !== undefined || problem === undefined) return found
        throw new KeysUnreachable(reasonOf(problem), { cause: problem, retryAfter: cooldown })
      }
      const looking = pending ?? (mayLook(now) ? lookAgain(now) : undefined)
      return looking === undefined ? settle() : looking.then(settle)
    },
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Another file in its place has another number, even if it was written at the same moment. */
const versionOf = ({ ino, size, mtimeMs }: { ino: number; size: number; mtimeMs: number }): string =>
  `${ino} ${size} ${mtimeMs}`

const readKeyFile = (path: string): ReadFile => {
  const { text, version } = readText(path)
  const refuse = (why: string): TypeError => new TypeError(`fileKeys: ${path} ${why}`)
  const jwks = parse(text)
  const set = readKeySet(jwks)
  if (set === undefined) throw refuse('is no JWK Set: expected JSON, an object with "keys"')
  for (const jwk of (jwks as { keys: readonly unknown[] }).keys)
    if (isSecret(jwk))
      throw refuse(
        'holds a private or symmetric key, with which whoever reads it can sign: give public keys alone',
      )
  if (set.size === 0)
    throw refuse('holds no usable key: give EC P-256, P-384 or P-521, RSA of 2048 bits or more, or Ed25519')
  return { set, version }
}

/** What every private and every symmetric key has (RFC 7518 §6.2.2, §6.3.2, §6.4, RFC 8037 §2). */
const isSecret = (jwk: unknown): boolean =>
  typeof jwk === 'object' && jwk !== null && (Object.hasOwn(jwk, 'd') || Object.hasOwn(jwk, 'k'))

const readText = (path: string): { readonly text: string; readonly version: string } => {
  try {
    // One file is opened, so that what it is called and what is in it belong together.
    const file = openSync(path, 'r')
    try {
      const about = fstatSync(file)
      if (!about.isFile()) throw new Error('it is no file')
      if (about.size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`)
      return { text: readFileSync(file, 'utf8'), version: versionOf(about) }
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw new TypeError(`fileKeys: ${path} cannot be read: ${reasonOf(error)}`, { cause: error })
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
