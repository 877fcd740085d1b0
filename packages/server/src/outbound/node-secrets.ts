import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { Secrets } from '../ports/secrets.js'

/** A sealed text was made under a secret that is neither the current nor a retiring one, or it was changed. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError'
}

const KEY_BYTES = 32
const IV_BYTES = 12 // NIST SP 800-38D §8.2
const TAG_BYTES = 16
const POOL_BYTES = 4_096
/** The only header of the JWTs that we make for ourselves, compared byte by byte: nothing in it chooses an algorithm. */
const JWT_HEADER = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')

/** Keys derived from one root secret, one for each purpose (RFC 5869), so that none can stand in for another. */
const derivedKeys = (root: string) => {
  const known = new Map<string, KeyObject>()
  return (purpose: string): KeyObject => {
    const found = known.get(purpose)
    if (found !== undefined) return found
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', root, '', `latchkey/${purpose}`, KEY_BYTES)))
    known.set(purpose, key)
    return key
  }
}

/**
 * Secrets over node:crypto.
 *
 * @param roots the current root secret, then retiring ones that are still accepted but make nothing new
 */
export const nodeSecrets = (roots: readonly [string, ...string[]]): Secrets => {
  const rings = roots.map(derivedKeys)
  const current = derivedKeys(roots[0])
  const nextRandom = randomPool()

  const mac = (key: KeyObject, text: string): Buffer => createHmac('sha256', key).update(text).digest()

  const macMatches: Secrets['macMatches'] = (purpose, text, given) => {
    const givenBytes = Buffer.from(given, 'base64url')
    // Base64url has spellings that decode alike (RFC 4648 §3.5): only the canonical one is a MAC of ours.
    if (givenBytes.length !== KEY_BYTES || givenBytes.toString('base64url') !== given) return false
    return rings.some((keyFor) => timingSafeEqual(mac(keyFor(purpose), text), givenBytes))
  }

  return {
    randomHex: (bytes) => nextRandom(bytes),
    hash: (text) => hash('sha256', text, 'base64url'),
    equal,
    mac: (purpose, text) => mac(current(purpose), text).toString('base64url'),
    macMatches,
    signClaims: (purpose, claims) => {
      const signed = `${JWT_HEADER}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
      return `${signed}.${mac(current(purpose), signed).toString('base64url')}`
    },
    readClaims: (purpose, text) => {
      const end = text.lastIndexOf('.')
      const signed = text.slice(0, end)
      if (!signed.startsWith(`${JWT_HEADER}.`) || !macMatches(purpose, signed, text.slice(end + 1)))
        return undefined
      const payload = Buffer.from(signed.slice(JWT_HEADER.length + 1), 'base64url').toString('utf8')
      return JSON.parse(payload) as Readonly<Record<string, unknown>>
    },
    seal: (purpose, plaintext) => seal(current(purpose), plaintext),
    open: (purpose, sealed) =>
      openWithAny(
        rings.map((keyFor) => keyFor(purpose)),
        sealed,
      ),
  }
}

/** Two texts of one length are compared in constant time; that their lengths differ is told at once. */
const equal = (left: string, right: string): boolean => {
  const leftBytes = Buffer.from(left)
  const rightBytes = Buffer.from(right)
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes)
}

/** Random bytes are drawn from the system many at a time: one call a request would be most of a refresh's cost. */
const randomPool = () => {
  let pool = randomBytes(POOL_BYTES)
  let used = 0
  return (bytes: number): string => {
    if (used + bytes > pool.length) {
      pool = randomBytes(Math.max(POOL_BYTES, bytes))
      used = 0
    }
    const hex = pool.toString('hex', used, used + bytes)
    pool.fill(0, used, used + bytes)
    used += bytes
    return hex
  }
}

// sealed.v1.<base64url of IV, ciphertext, tag>
const SEAL_PREFIX = 'sealed.v1.'

const seal = (key: KeyObject, plaintext: string): string => {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const body = Buffer.concat([iv, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return SEAL_PREFIX + body.toString('base64url')
}

const openWithAny = (keys: readonly KeyObject[], sealed: string): string => {
  if (!sealed.startsWith(SEAL_PREFIX)) throw new Error('this is not a sealed text')
  const body = Buffer.from(sealed.slice(SEAL_PREFIX.length), 'base64url')
  for (const key of keys) {
    const plaintext = openWith(key, body)
    if (plaintext !== undefined) return plaintext
  }
  throw new SealBrokenError('the sealed text was made under another secret, or was changed')
}

const openWith = (key: KeyObject, body: Buffer): string | undefined => {
  if (body.length < IV_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAuthTag(body.subarray(-TAG_BYTES))
  try {
    return decipher.update(body.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}
