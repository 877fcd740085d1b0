import { createHmac, type KeyObject, sign } from 'node:crypto'
import { exportJWK } from 'jose'
import { refuseProduction } from '../refuse-production.js'
import type { OidcTwin } from '../twin.js'
import { deviatingClaims, type IdTokenDeviation } from './id-token-deviation.js'
import { giveBackRsaPair, type RsaPair, takeRsaPair } from './spare-keys.js'

/**
 * What an attacker may try with an ID token:
 * - `unsigned`: `alg` is `none` and the signature is empty (RFC 8725 §2.1);
 * - `hmac-with-public-key`: HS256, keyed with the published public key in PEM (RFC 8725 §2.1);
 * - `foreign-key`: RS256 by a key of the attacker, under the `kid` the provider publishes;
 * - `embedded-key`: RS256 by a key of the attacker that the header brings along as `jwk` (RFC 8725 §3.10);
 * - `altered-claims`: a genuine signature, over other claims than these.
 */
export type Forgery = 'unsigned' | 'hmac-with-public-key' | 'foreign-key' | 'embedded-key' | 'altered-claims'

interface Contents {
  readonly claims: Readonly<Record<string, unknown>>
  readonly header: Readonly<Record<string, unknown>>
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const signingInput = ({ header, claims }: Contents): string => `${encode(header)}.${encode(claims)}`

const signRs256 = (contents: Contents, privateKey: KeyObject): string => {
  const input = signingInput(contents)
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
}

/** A key of the attacker, which no issuer has. */
const withForeignKey = async (forge: (own: RsaPair) => Promise<string> | string): Promise<string> => {
  const own = await takeRsaPair()
  try {
    return await forge(own)
  } finally {
    giveBackRsaPair(own)
  }
}

/**
 * Makes an ID token that every relying party must refuse, and that differs from a valid one in nothing
 * but the forgery and the deviation.
 */
export const forgeIdToken = async <P>(
  twin: OidcTwin<P>,
  forgery: Forgery,
  deviation: IdTokenDeviation<P>,
): Promise<string> => {
  refuseProduction()
  const key = await twin.keys.current()
  const claims = deviatingClaims(twin, deviation)
  const genuine = { alg: 'RS256', kid: key.kid, typ: 'JWT', ...deviation.header }
  switch (forgery) {
    case 'unsigned':
      return `${signingInput({ claims, header: { ...genuine, alg: 'none' } })}.`
    case 'hmac-with-public-key': {
      const input = signingInput({ claims, header: { ...genuine, alg: 'HS256' } })
      const publicPem = key.publicKey.export({ type: 'spki', format: 'pem' })
      return `${input}.${createHmac('sha256', publicPem).update(input).digest('base64url')}`
    }
    case 'foreign-key':
      return withForeignKey((own) => signRs256({ claims, header: genuine }, own.privateKey))
    case 'embedded-key':
      return withForeignKey(async (own) =>
        signRs256({ claims, header: { ...genuine, jwk: await exportJWK(own.publicKey) } }, own.privateKey),
      )
    case 'altered-claims': {
      const signed = signRs256({ claims: { ...claims, altered: true }, header: genuine }, key.privateKey)
      return `${signingInput({ claims, header: genuine })}.${signed.slice(signed.lastIndexOf('.') + 1)}`
    }
  }
}
