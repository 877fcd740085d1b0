import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { oidc } from '@latchkey/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  granted,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { decodePart, encodePart, splitJwt } from './fixtures/jwt-parts.js'
import { answerJson, CLIENT_ID, startScriptedIssuer } from './fixtures/scripted-issuer.js'

// An attacker with a key pair of their own, and a header that tells the verifier to use it (RFC 8725 §3.10).

let house: TestLatchkey
const attacker = generateKeyPairSync('rsa', { modulusLength: 2_048 })
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const resign = async (
  header: Record<string, unknown>,
  key: KeyObject = attacker.privateKey,
): Promise<string> => {
  const genuine = splitJwt(await house.idToken())
  const input = `${encodePart({ ...decodePart(genuine.header), ...header })}.${genuine.payload}`
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
}

test('a signature by a foreign key under the published kid is refused', async () => {
  const forged = await house.provider.forgeIdToken('foreign-key')
  expect(await house.exchange(forged)).toMatchObject({ status: 400, reason: 'proof_signature_invalid' })
  granted(await house.exchange(await house.idToken()))
})

test('a key the token brings along in jwk is not used', async () => {
  const forged = await house.provider.forgeIdToken('embedded-key')
  expect(await house.exchange(forged)).toMatchObject({ status: 400, reason: 'proof_signature_invalid' })
})

test('no address in the header is ever fetched, and no certificate in it is used', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end(JSON.stringify({ keys: [{ ...attacker.publicKey.export({ format: 'jwk' }), kid: 'mine' }] }))
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const lair = `http://localhost:${(server.address() as AddressInfo).port}`
  try {
    const certificate = attacker.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    for (const header of [
      { jku: `${lair}/jwks` },
      { x5u: `${lair}/chain.pem` },
      { x5c: [certificate] },
      { jku: `${lair}/jwks`, kid: 'mine' },
      { kid: `${lair}/jwks` },
      { kid: '../../../../dev/null' },
      { kid: `x' union select 'y` },
      { kid: undefined },
    ]) {
      const answer = await house.exchange(await resign(header))
      expect(answer).toMatchObject({ status: 400, error: 'invalid_grant' })
      expect(answer).toHaveProperty(
        'reason',
        expect.stringMatching(/^proof_(signature_invalid|key_unknown)$/),
      )
    }
    expect(asked).toEqual([])
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
})

test('a header that insists on an extension is refused', async () => {
  for (const header of [{ crit: ['b64'], b64: false }, { crit: ['exp'], exp: 1 }, { crit: [] }]) {
    const genuine = await house.provider.issueIdToken({ header }).catch(() => resign(header))
    expect(await house.exchange(genuine)).toMatchObject({ status: 400, reason: 'proof_malformed' })
  }
})

test('a header member that is there twice is refused, whichever of the two is the honest one', async () => {
  const { header, payload, signature } = splitJwt(await house.idToken())
  const { kid } = decodePart(header)
  for (const text of [
    `{"alg":"none","alg":"RS256","kid":${JSON.stringify(kid)}}`,
    `{"alg":"RS256","kid":${JSON.stringify(kid)},"alg":"none"}`,
  ]) {
    const answer = await house.exchange(`${Buffer.from(text).toString('base64url')}.${payload}.${signature}`)
    expect(answer).toMatchObject({ status: 400, reason: 'proof_malformed' })
  }
})

test('a key that is too weak, secret or private is not used even when the provider publishes it', async () => {
  await using upstream = await startScriptedIssuer()
  await using other = await startTestLatchkey({
    options: { providers: [oidc({ id: 'scripted', issuer: upstream.issuer, clientIds: [CLIENT_ID] })] },
  })
  const weak = generateKeyPairSync('rsa', { modulusLength: 1_024 })
  upstream.jwks = answerJson({
    keys: [
      { ...weak.publicKey.export({ format: 'jwk' }), kid: 'weak', alg: 'RS256', use: 'sig' },
      { ...attacker.privateKey.export({ format: 'jwk' }), kid: 'private', alg: 'RS256', use: 'sig' },
      { ...attacker.publicKey.export({ format: 'jwk' }), kid: 'encryption', alg: 'RS256', use: 'enc' },
      { kty: 'oct', k: 'c2VjcmV0', kid: 'secret', alg: 'HS256' },
      { ...attacker.publicKey.export({ format: 'jwk' }), kid: 'sound', alg: 'RS256', use: 'sig' },
    ],
  })
  const payload = splitJwt(upstream.idToken()).payload
  const signedBy = ({ privateKey }: { privateKey: KeyObject }, kid: string): string => {
    const input = `${encodePart({ alg: 'RS256', typ: 'JWT', kid })}.${payload}`
    return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
  }
  for (const [pair, kid] of [
    [weak, 'weak'],
    [attacker, 'private'],
    [attacker, 'encryption'],
    [attacker, 'secret'],
  ] as const) {
    expect(await other.exchange(signedBy(pair, kid)), kid).toMatchObject({ reason: 'proof_key_unknown' })
  }
  granted(await other.exchange(signedBy(attacker, 'sound')))
})
