import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { type Millis, SECOND } from '../../model/time.js'
import { isObject } from '../text/read-json-objects.js'

/** A session that Django itself has written. */
export interface SignedSession {
  /** Whose it is; undefined when nobody is signed in with it. */
  readonly session: DjangoSession | undefined
}

/** Who a session of Django belongs to, as long as its password is what it was. */
export interface DjangoSession {
  readonly userId: string
  readonly savedAt: Millis
  /** Whether the stored password is the one under which it was opened. */
  isOfPassword(stored: string): boolean
}

/** More than anybody keeps in a session. */
const MOST_BYTES = 256 * 1024

/**
 * Opens the data of a session as Django 3.1 and later write them:
 * `[.]<JSON, base64url, deflated behind a dot>:<seconds, base 62>:<HMAC-SHA256, base64url>`
 *
 * @returns undefined for data that were not made under this secret
 */
export const openDjangoSession = (secretKey: string, data: string): SignedSession | undefined => {
  const colon = data.lastIndexOf(':')
  const [payload = '', time = '', more] = data.slice(0, Math.max(colon, 0)).split(':')
  if (colon < 0 || more !== undefined || data.length > MOST_BYTES) return undefined
  const mac = macUnder('django.contrib.sessions.SessionStoresigner', secretKey, data.slice(0, colon))
  if (!sameBytes(mac, Buffer.from(data.slice(colon + 1), 'base64url'))) return undefined

  const fields = parsePayload(payload)
  const { _auth_user_id: userId, _auth_user_hash: hash } = fields
  if (typeof userId !== 'string' || typeof hash !== 'string') return { session: undefined }
  const session: DjangoSession = {
    userId,
    savedAt: readBase62(time) * SECOND,
    isOfPassword: (stored) => sameBytes(macUnder(HASH_SALT, secretKey, stored), Buffer.from(hash, 'hex')),
  }
  return { session }
}

const HASH_SALT = 'django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash'

/** Django's `salted_hmac`. */
const macUnder = (salt: string, secretKey: string, text: string): Buffer =>
  createHmac(
    'sha256',
    createHash('sha256')
      .update(salt + secretKey)
      .digest(),
  )
    .update(text)
    .digest()

const sameBytes = (left: Buffer, right: Buffer): boolean =>
  left.length === right.length && timingSafeEqual(left, right)

const parsePayload = (payload: string): Readonly<Record<string, unknown>> => {
  const isDeflated = payload.startsWith('.')
  const bytes = Buffer.from(isDeflated ? payload.slice(1) : payload, 'base64url')
  try {
    const text = isDeflated ? inflateSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes
    const value: unknown = JSON.parse(text.toString('utf8'))
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

const readBase62 = (text: string): number =>
  [...text.slice(0, 8)].reduce(
    (number, digit) => number * DIGITS.length + Math.max(DIGITS.indexOf(digit), 0),
    0,
  )
