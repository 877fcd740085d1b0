import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { ACCESS_JWT_TYP, type JwkSet } from '@latchkey/contract'
import { retiredBy, signingNow } from '../model/signing-schedule.js'
import type { Millis } from '../model/time.js'
import type { AccessTokenSigner } from '../ports/access-token-signer.js'
import type { Clock } from '../ports/clock.js'
import type { JwtSigner } from '../ports/jwt-signer.js'
import type { Secrets } from '../ports/secrets.js'
import type { SigningAlgorithm, SigningKey, SigningKeys } from '../ports/signing-keys.js'
import { PRIVATE_KEY_PURPOSE, toPublicJwk } from './node-key-factory.js'

/** A signing key, opened and ready. */
interface LoadedKey extends SigningKey {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  /** The JWS header, encoded once. */
  readonly encodedHeader: string
}

/** The server's signing keys, kept in memory and read again from storage now and then. */
export interface KeyRing extends AccessTokenSigner, JwtSigner {
  /** The public half of every key a living token may carry, and of those that will sign next (RFC 7517 §5). */
  jwks(): JwkSet
  /** The public key with this id, for the server's own guard. */
  find(kid: string): KeyObject | undefined
  /** Reads the keys again, and drops from storage those whose every token is dead. */
  reload(): Promise<void>
}

/**
 * @param longestTokenLife milliseconds an access JWT may live, with room for clocks that differ
 * @throws Error when no key is there, or one was sealed under another secret
 */
export const openKeyRing = async (
  deps: { readonly signingKeys: SigningKeys; readonly secrets: Secrets; readonly clock: Clock },
  longestTokenLife: Millis,
): Promise<KeyRing> => {
  let keys: ReadonlyMap<string, LoadedKey> = new Map()
  let inOrder: readonly LoadedKey[] = []

  const reload = async (): Promise<void> => {
    const stored = await deps.signingKeys.list()
    const retired = retiredBy(stored, deps.clock.now(), longestTokenLife).map((key) => key.kid)
    if (retired.length > 0) await deps.signingKeys.drop(retired)
    const kept = stored.filter((key) => !retired.includes(key.kid))
    keys = new Map(kept.map((key) => [key.kid, keys.get(key.kid) ?? load(deps.secrets, key)]))
    inOrder = [...keys.values()]
  }

  const current = (): LoadedKey => {
    const key = signingNow(inOrder, deps.clock.now())
    if (key === undefined) throw new Error('there is no signing key whose time has come')
    return key
  }

  await reload()

  return {
    reload,
    jwks: () => ({ keys: inOrder.map((key) => key.publicJwk) }),
    find: (kid) => keys.get(kid)?.publicKey,
    sign: (claims) => {
      const key = current()
      return signed(key, key.encodedHeader, claims)
    },
    signAs: (typ, claims) => {
      const key = current()
      return signed(key, encode({ alg: key.algorithm, typ, kid: key.kid }), claims)
    },
  }
}

/** The public half is derived from the sealed one, so that nobody who can write to the table can have another published. */
const load = (secrets: Secrets, key: SigningKey): LoadedKey => {
  const privateKey = createPrivateKey(secrets.open(PRIVATE_KEY_PURPOSE, key.sealedPrivateKey))
  const publicKey = createPublicKey(privateKey)
  return {
    ...key,
    privateKey,
    publicKey,
    publicJwk: toPublicJwk(publicKey, key.algorithm, key.kid),
    encodedHeader: encode({ alg: key.algorithm, typ: ACCESS_JWT_TYP, kid: key.kid }),
  }
}

const signed = (key: LoadedKey, header: string, claims: object): string => {
  const input = `${header}.${encode(claims)}`
  return `${input}.${signatureOf(key, input)}`
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

// RFC 7518 §3.4 wants R and S side by side, not DER; EdDSA hashes by itself (RFC 8037 §3.1).
const DIGESTS: Record<SigningAlgorithm, 'sha256' | null> = { ES256: 'sha256', RS256: 'sha256', EdDSA: null }

const signatureOf = (key: LoadedKey, input: string): string =>
  sign(DIGESTS[key.algorithm], Buffer.from(input), {
    key: key.privateKey,
    dsaEncoding: 'ieee-p1363',
  }).toString('base64url')
