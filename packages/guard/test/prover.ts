import { createHash, randomUUID } from 'node:crypto'
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  SignJWT,
} from 'jose'
import type { Presented, PresentedRequest } from '../src/request/presented.js'
import { SECONDS } from './signer.js'

/** Where the requests of these tests go. */
export const TARGET = 'https://api.example.com/todos'

type Deviation = Readonly<Record<string, unknown>>

/** What a proof of a test differs in; `undefined` takes a member out. */
export interface ProofDeviation {
  readonly claims?: Deviation
  readonly header?: Deviation
}

/** A client with a key of its own that makes proofs of possession; jose signs them. */
export interface Prover {
  readonly jwk: JWK
  readonly privateKey: CryptoKey
  readonly thumbprint: string
  /** A valid proof for `GET` of {@link TARGET} with this token, but for the deviations. */
  proof(token: string, deviation?: ProofDeviation): Promise<string>
}

export async function createProver(alg = 'ES256'): Promise<Prover> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = await exportJWK(publicKey)
  return {
    jwk,
    privateKey,
    thumbprint: await calculateJwkThumbprint(jwk),
    proof: (token, { claims, header } = {}) =>
      new SignJWT({
        jti: randomUUID(),
        htm: 'GET',
        htu: TARGET,
        iat: SECONDS,
        ath: createHash('sha256').update(token).digest('base64url'),
        ...claims,
      })
        .setProtectedHeader({ typ: 'dpop+jwt', alg, jwk, ...header } as JWTHeaderParameters)
        .sign(privateKey),
  }
}

/** A request as an adapter hands it over. */
export const requestWith = (
  headers: Readonly<Record<string, string | readonly string[]>>,
  {
    method = 'GET',
    url = TARGET,
    upgrade,
  }: Partial<Pick<PresentedRequest, 'method' | 'url' | 'upgrade'>> = {},
): PresentedRequest => ({
  method,
  url,
  ...(upgrade !== undefined && { upgrade }),
  values: (name) => [headers[name] ?? []].flat(),
})

/** A token under a scheme, with the proofs that came beside it. */
export const presentedWith = (
  authorization: string,
  proofs: string | readonly string[] = [],
  request: Parameters<typeof requestWith>[1] = {},
): Presented => ({ authorization, request: requestWith({ dpop: proofs }, request) })
