import { jwkSet, paths } from '@latchkey/contract'
import { decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { rotateSigningKey } from '../src/flows/rotate-signing-key.js'
import { MINUTE } from '../src/model/time.js'
import { nodeKeyFactory } from '../src/outbound/node-key-factory.js'
import { nodeSecrets } from '../src/outbound/node-secrets.js'
import type { SigningAlgorithm } from '../src/ports/signing-keys.js'
import { openOn } from './fixtures/stores.js'
import { ISSUER, ROOT_SECRET, startTestLatchkey, type TestLatchkey } from './fixtures/test-latchkey.js'

const PUBLISH_FOR = 12 * MINUTE
/** An access token lives 10 minutes; clocks differ by one at most, and a key set is kept for five. */
const LAST_TOKEN_DEAD = 16 * MINUTE

/** Rotates beside the server, as the command does, on the clock of the test. */
const rotate = async (house: TestLatchkey, publishFor: number, algorithm: SigningAlgorithm = 'ES256') => {
  const storage = openOn(house.database)
  try {
    const keyFactory = nodeKeyFactory(nodeSecrets([ROOT_SECRET]), algorithm)
    return await rotateSigningKey(
      { signingKeys: storage.signingKeys, keyFactory, clock: house.clock },
      publishFor,
    )
  } finally {
    await storage.close()
  }
}
const published = async ({ latchkey }: TestLatchkey) => {
  const response = await latchkey.fetch(new Request(ISSUER + paths.jwks))
  return jwkSet.parse(await response.json()).keys.map((key) => key.kid)
}
const kidOf = (token: string) => decodeProtectedHeader(token).kid

describe('rotateSigningKey', () => {
  test('a key is published before it signs, and stays published until its last token has died', async () => {
    await using house = await startTestLatchkey()
    const [oldKid] = await published(house)
    const { kid: newKid } = await rotate(house, PUBLISH_FOR)
    await house.restart()
    expect(await published(house)).toEqual([oldKid, newKid])

    house.clock.advance(PUBLISH_FOR - 1)
    const lastOfOld = await house.signIn()
    expect(kidOf(lastOfOld.access_token)).toBe(oldKid)
    house.clock.advance(1)
    const firstOfNew = await house.signIn()
    expect(kidOf(firstOfNew.access_token)).toBe(newKid)

    house.clock.advance(9 * MINUTE)
    await house.restart()
    for (const { access_token, user } of [lastOfOld, firstOfNew]) {
      expect(await house.latchkey.guard.verify(access_token)).toMatchObject({ userId: user.sub })
      expect(await house.introspect(access_token)).toMatchObject({ active: true })
    }

    house.clock.advance(LAST_TOKEN_DEAD - 9 * MINUTE)
    await house.restart()
    expect(await published(house)).toEqual([oldKid, newKid])
    await expect(house.latchkey.guard.verify(lastOfOld.access_token)).rejects.toMatchObject({
      code: 'token_expired',
    })
    house.clock.advance(1)
    await house.restart()
    expect(await published(house)).toEqual([newKid])
    expect(kidOf((await house.signIn()).access_token)).toBe(newKid)
  })

  test('a key that must sign at once does, though another one waits for its time', async () => {
    await using house = await startTestLatchkey()
    await rotate(house, PUBLISH_FOR)
    const { kid } = await rotate(house, 0)
    await house.restart()
    expect(kidOf((await house.signIn()).access_token)).toBe(kid)
    house.clock.advance(PUBLISH_FOR)
    expect(kidOf((await house.signIn()).access_token)).toBe(kid)
  })

  test('sessions outlive every key they were signed with', async () => {
    await using house = await startTestLatchkey()
    const { refresh_token, session_id } = await house.signIn()
    for (let time = 0; time < 3; time += 1) {
      await rotate(house, 0)
      house.clock.advance(LAST_TOKEN_DEAD + 1)
      await house.restart()
      expect(await published(house)).toHaveLength(1)
      expect(await house.refresh(refresh_token)).toMatchObject({ session_id })
    }
  })

  test.each(['RS256', 'EdDSA'] as const)(
    'the next key may be of another algorithm: %s',
    async (algorithm) => {
      await using house = await startTestLatchkey()
      const before = await house.signIn()
      const { kid } = await rotate(house, 0, algorithm)
      await house.restart()
      const after = await house.signIn()
      expect(decodeProtectedHeader(after.access_token)).toMatchObject({ alg: algorithm, kid, typ: 'at+jwt' })
      for (const { access_token } of [before, after])
        expect(await house.introspect(access_token)).toMatchObject({ active: true })
    },
  )

  test('nothing secret of a key is published', async () => {
    await using house = await startTestLatchkey()
    await rotate(house, PUBLISH_FOR, 'RS256')
    await house.restart()
    const text = await (await house.latchkey.fetch(new Request(ISSUER + paths.jwks))).text()
    for (const key of jwkSet.parse(JSON.parse(text)).keys)
      for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(member)
    expect(text).not.toContain('sealed')
  })
})
