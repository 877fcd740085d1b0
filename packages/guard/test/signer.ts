import { createPublicKey, type KeyObject } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose'
import type { Algorithm } from '../src/jwt/algorithms.js'

export const ISSUER = 'https://id.example.com'
export const AUDIENCE = 'https://api.example.com'
/** The frozen moment of these tests, in milliseconds. */
export const NOW = Date.UTC(2026, 10, 21, 12)
export const SECONDS = NOW / 1000

type Deviation = Readonly<Record<string, unknown>>

/** The claims of a valid access token, but for the deviation; `undefined` takes a claim out. */
export const claimsWith = (deviation: Deviation = {}): Record<string, unknown> => ({
  iss: ISSUER,
  sub: 'usr_018f0000000000000000000000000001',
  aud: AUDIENCE,
  exp: SECONDS + 600,
  iat: SECONDS,
  jti: 'jti_1',
  sid: 'ses_018f0000000000000000000000000001',
  client_id: 'web',
  scope: 'openid todos:read',
  roles: ['member'],
  permissions: ['todos.list'],
  amr: ['pwd'],
  auth_time: SECONDS - 60,
  ...deviation,
})

/** An issuer's signing key; jose signs, so that an independent party wrote every valid token. */
export interface Signer {
  readonly kid: string
  readonly alg: string
  readonly privateKey: CryptoKey
  /** As published. */
  readonly jwk: JWK
  readonly publicKey: KeyObject
  /** A valid access token but for the deviations. */
  token(deviation?: { claims?: Deviation; header?: Deviation }): Promise<string>
}

export async function createSigner(alg: Algorithm = 'ES256', kid = 'key-1'): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }
  return {
    kid,
    alg,
    privateKey,
    jwk,
    publicKey: createPublicKey({ key: jwk as import('node:crypto').JsonWebKey, format: 'jwk' }),
    token: ({ claims, header } = {}) =>
      new SignJWT(claimsWith(claims))
        .setProtectedHeader({ alg, kid, typ: 'at+jwt', ...header } as JWTHeaderParameters)
        .sign(privateKey),
  }
}

export const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
