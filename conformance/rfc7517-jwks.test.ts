import { type JwkSet, jwkSet, paths } from '@latchkey/contract'
import { calculateJwkThumbprint, importJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { startTestLatchkey, type TestLatchkey } from '../packages/server/test/fixtures/test-latchkey.js'
import { ask } from './fixtures/ask.js'

const publishedBy = async (house: TestLatchkey): Promise<JwkSet> =>
  jwkSet.parse((await ask(house, paths.jwks)).body)

describe.each(['ES256', 'RS256', 'EdDSA'] as const)('a server that signs with %s', (signingAlgorithm) => {
  test('RFC 7517 §4, §5: publishes a set of signature keys, each with kty, use, alg and kid', async () => {
    await using house = await startTestLatchkey({ options: { signingAlgorithm } })
    const { keys } = await publishedBy(house)
    expect(keys).toHaveLength(1)
    expect(keys[0]).toMatchObject({
      kty: { ES256: 'EC', RS256: 'RSA', EdDSA: 'OKP' }[signingAlgorithm],
      use: 'sig',
      alg: signingAlgorithm,
    })
  })

  test('RFC 7517 §9.2, RFC 7518 §6: publishes no private member of any key', async () => {
    await using house = await startTestLatchkey({ options: { signingAlgorithm } })
    for (const key of (await publishedBy(house)).keys) {
      for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])
        expect(key).not.toHaveProperty(member)
      expect(await importJWK(key as never, signingAlgorithm)).toMatchObject({ type: 'public' })
    }
  })

  test('RFC 7638 §3: names a key by its thumbprint', async () => {
    await using house = await startTestLatchkey({ options: { signingAlgorithm } })
    for (const key of (await publishedBy(house)).keys) {
      expect(key.kid).toBe(await calculateJwkThumbprint(key as never))
    }
  })
})

test('RFC 7517 §4.5: the kid in the header of a token is the kid of a published key', async () => {
  await using house = await startTestLatchkey()
  const { access_token } = await house.signIn()
  const { kid } = JSON.parse(Buffer.from(access_token.split('.')[0] ?? '', 'base64url').toString())
  expect((await publishedBy(house)).keys.map((key) => key.kid)).toContain(kid)
})

test('RFC 7517 §8.5: the set is JSON, may be read from any origin and cached for minutes', async () => {
  await using house = await startTestLatchkey()
  const { status, headers } = await ask(house, paths.jwks)
  expect(status).toBe(200)
  expect(headers['content-type']).toMatch(/^application\/(jwk-set\+)?json(;|$)/)
  expect(headers['access-control-allow-origin']).toBe('*')
  expect(headers['cache-control']).toMatch(/^public, max-age=300$/)
})

test('RFC 7517 §4.5: the key stays the same across restarts, so tokens outlive the process that made them', async () => {
  await using house = await startTestLatchkey()
  const { access_token } = await house.signIn()
  const before = await publishedBy(house)
  await house.restart()
  expect(await publishedBy(house)).toEqual(before)
  expect(await house.introspect(access_token)).toMatchObject({ active: true })
})
