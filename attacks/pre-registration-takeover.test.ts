import { afterEach, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import {
  granted,
  isRefused,
  PUBLIC,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { bearer } from './fixtures/bearer.js'

// An attacker signs up first with the address of somebody who has not come yet, and waits inside the account.

const ADDRESS = 'victim@mail.example'
const attackerClaims = { sub: 'attacker', email: ADDRESS, email_verified: false, name: 'Mallory' }
const victimClaims = { sub: 'victim', email: ADDRESS, email_verified: true, name: 'Vera' }

const expectDead = async (house: TestLatchkey, tokens: { access_token: string; refresh_token: string }) => {
  expect(await house.introspect(tokens.access_token)).toEqual({ active: false })
  expect(await house.refresh(tokens.refresh_token, PUBLIC)).toMatchObject({ reason: 'session_ended' })
  expect((await house.latchkey.fetch(bearer(tokens.access_token))).status).toBe(401)
}

describe.each(databaseKinds)('on $name', (kind) => {
  let database: TestDatabase | undefined
  afterEach(() => database?.drop())
  const start = async () => {
    database = await kind.create()
    return startTestLatchkey({ database })
  }
  const signIn = async (house: TestLatchkey, claims: Record<string, unknown>) =>
    house.exchange(await house.idToken(undefined, claims), PUBLIC)

  test('whoever registered an address before its owner came holds nothing afterwards', async () => {
    await using house = await start()
    const attacker = granted(await signIn(house, attackerClaims))
    expect(await house.introspect(attacker.access_token)).toMatchObject({ active: true })

    const victim = granted(await signIn(house, victimClaims))
    expect(victim.user).toMatchObject({ email: ADDRESS, email_verified: true, name: 'Vera' })
    await expectDead(house, attacker)
    expect(await signIn(house, attackerClaims)).toMatchObject({ reason: 'address_unproven' })
    expect(await house.introspect(victim.access_token)).toMatchObject({ active: true })
  })

  test('an attacker who signs in at the very moment the owner comes holds nothing afterwards', async () => {
    await using house = await start()
    for (let round = 0; round < 8; round += 1) {
      const email = `victim-${round}@mail.example`
      const attacker = { ...attackerClaims, email, sub: `attacker-${round}` }
      const owner = { ...victimClaims, email, sub: `victim-${round}` }
      const attack = () => Promise.all(Array.from({ length: 5 }, () => signIn(house, attacker)))
      const first = granted(await signIn(house, attacker))
      const [before, arrived, after] = await Promise.all([attack(), signIn(house, owner), attack()])

      const owned = granted(arrived)
      expect(await house.introspect(owned.access_token)).toMatchObject({ active: true })
      for (const answer of [first, ...before, ...after]) {
        if (isRefused(answer)) expect(answer).toMatchObject({ status: 400, reason: 'address_unproven' })
        else await expectDead(house, answer)
      }
    }
  })

  test('an attacker who never comes back cannot come back by a refresh either, once the owner was there', async () => {
    await using house = await start()
    const attacker = granted(await signIn(house, attackerClaims))
    const [renewed] = await Promise.all([
      house.refresh(attacker.refresh_token, PUBLIC),
      signIn(house, victimClaims),
    ])
    if (!isRefused(renewed)) await expectDead(house, renewed)
    await expectDead(house, attacker)
  })
})
