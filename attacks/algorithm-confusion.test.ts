import { createHmac, createPublicKey } from 'node:crypto'
import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  granted,
  ISSUER,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { bearer } from './fixtures/bearer.js'
import { decodePart, encodePart, splitJwt } from './fixtures/jwt-parts.js'

// RFC 8725 §2.1: whoever chooses the algorithm chooses whether there is a signature at all, and whose key makes it.

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

describe('an ID token', () => {
  const refused = { status: 400, error: 'invalid_grant', reason: 'proof_algorithm_refused' }

  test('an honest one is accepted', async () => {
    granted(await house.exchange(await house.idToken()))
  })

  test.each(['none', 'None', 'NONE', 'nOnE', '', ' none'])('with alg %j is refused', async (alg) => {
    const { header, payload, signature } = splitJwt(await house.provider.forgeIdToken('unsigned'))
    const spelled = encodePart({ ...decodePart(header), alg })
    for (const end of ['', signature, 'AA']) {
      expect(await house.exchange(`${spelled}.${payload}.${end}`)).toMatchObject(refused)
    }
  })

  test('an HMAC keyed with the public key is refused', async () => {
    expect(await house.exchange(await house.provider.forgeIdToken('hmac-with-public-key'))).toMatchObject(
      refused,
    )
  })

  test.each(['HS256', 'HS384', 'HS512', 'PS256', 'RS384', 'ES256', 'EdDSA', 'ES256K', 'RSA1_5', 'dir'])(
    'naming %s, which this provider never uses, is refused',
    async (alg) => {
      const { header, payload, signature } = splitJwt(await house.idToken())
      const renamed = encodePart({ ...decodePart(header), alg })
      expect(await house.exchange(`${renamed}.${payload}.${signature}`)).toMatchObject(refused)
    },
  )
})

describe('an access token', () => {
  const asks = async (token: string) => {
    const response = await house.latchkey.fetch(bearer(token))
    const { reason } = await response.json()
    return { status: response.status, reason }
  }

  test('without a signature is refused', async () => {
    const { access_token } = await house.signIn()
    const { header, payload } = splitJwt(access_token)
    const unsigned = encodePart({ ...decodePart(header), alg: 'none' })
    expect(await asks(`${unsigned}.${payload}.`)).toEqual({ status: 401, reason: 'token_algorithm_refused' })
    expect((await house.latchkey.fetch(bearer(access_token))).status).toBe(200)
  })

  test('with an HMAC keyed with our public key, in any form it is published, is refused', async () => {
    const { access_token } = await house.signIn()
    const { header, payload } = splitJwt(access_token)
    const jwks = await (await house.latchkey.fetch(new Request(ISSUER + paths.jwks))).json()
    const [jwk] = jwks.keys
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
    const keys = [
      publicKey.export({ type: 'spki', format: 'pem' }),
      publicKey.export({ type: 'spki', format: 'der' }),
      JSON.stringify(jwk),
      Buffer.from(jwk.x, 'base64url'),
    ]
    for (const key of keys) {
      const input = `${encodePart({ ...decodePart(header), alg: 'HS256' })}.${payload}`
      const mac = createHmac('sha256', key).update(input).digest('base64url')
      expect(await asks(`${input}.${mac}`)).toEqual({ status: 401, reason: 'token_algorithm_refused' })
    }
  })
})
