import type { TokenResponse } from '@latchkey/contract'
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

/** To an API behind a guard, to whoever introspects and to UserInfo, the tokens are this user's and nobody else's. */
const expectToName = async (house: TestLatchkey, tokens: TokenResponse, user: string) => {
  expect(tokens.user.sub).toBe(user)
  expect(await house.latchkey.guard.verify(tokens.access_token)).toMatchObject({ userId: user })
  expect(await house.introspect(tokens.access_token)).toMatchObject({ active: true, sub: user })
  const userInfo = await house.latchkey.fetch(bearer(tokens.access_token))
  expect(await userInfo.json()).toMatchObject({ sub: user })
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

  test('the owner of an address gets a user that whoever registered it before was never in', async () => {
    await using house = await start()
    const attacker = granted(await signIn(house, attackerClaims))
    await expectToName(house, attacker, attacker.user.sub)

    const victim = granted(await signIn(house, victimClaims))
    expect(victim.user).toMatchObject({ email: ADDRESS, email_verified: true, name: 'Vera' })
    expect(victim.user.sub).not.toBe(attacker.user.sub)
    await expectToName(house, victim, victim.user.sub)

    // The access JWT is believed by a guard until it expires, so it must never have named the owner's user.
    await expectToName(house, attacker, attacker.user.sub)
    await expectToName(house, granted(await house.refresh(attacker.refresh_token, PUBLIC)), attacker.user.sub)
    await expectToName(house, granted(await signIn(house, attackerClaims)), attacker.user.sub)
    expect(attacker.user).toMatchObject({ email_verified: false })
  })

  test('an attacker who signs in at the very moment the owner comes is in another user, or refused', async () => {
    await using house = await start()
    for (let round = 0; round < 8; round += 1) {
      const email = `victim-${round}@mail.example`
      const attacker = { ...attackerClaims, email, sub: `attacker-${round}` }
      const owner = { ...victimClaims, email, sub: `victim-${round}` }
      const attack = () => Promise.all(Array.from({ length: 5 }, () => signIn(house, attacker)))
      const [before, arrived, after] = await Promise.all([attack(), signIn(house, owner), attack()])

      const owned = granted(arrived)
      await expectToName(house, owned, owned.user.sub)
      for (const answer of [...before, ...after]) {
        if (isRefused(answer)) expect(answer).toMatchObject({ status: 400, reason: 'address_unproven' })
        else {
          expect(answer.user.sub).not.toBe(owned.user.sub)
          await expectToName(house, answer, answer.user.sub)
        }
      }
    }
  })

  test('a refresh at the very moment the owner comes names the attacker still', async () => {
    await using house = await start()
    const attacker = granted(await signIn(house, attackerClaims))
    const [renewed, arrived] = await Promise.all([
      house.refresh(attacker.refresh_token, PUBLIC),
      signIn(house, victimClaims),
    ])
    expect(granted(arrived).user.sub).not.toBe(attacker.user.sub)
    await expectToName(house, granted(renewed), attacker.user.sub)
  })

  test('an address the attacker gives up for one of their own leaves no way into it', async () => {
    await using house = await start()
    const attacker = granted(await signIn(house, attackerClaims))
    const own = { ...attackerClaims, email: 'mallory@mail.example', email_verified: true }
    expect(granted(await signIn(house, own)).user).toMatchObject({
      sub: attacker.user.sub,
      email: 'mallory@mail.example',
    })
    const victim = granted(await signIn(house, victimClaims))
    expect(victim.user.sub).not.toBe(attacker.user.sub)
    await expectToName(house, granted(await signIn(house, attackerClaims)), attacker.user.sub)
    await expectToName(house, victim, victim.user.sub)
  })

  test('any number of squatters lock nobody out of their own address', async () => {
    await using house = await start()
    for (let each = 0; each < 5; each += 1)
      granted(await signIn(house, { ...attackerClaims, sub: `squatter-${each}` }))
    const unprovenYet = granted(await signIn(house, { ...victimClaims, email_verified: false }))
    const victim = granted(await signIn(house, victimClaims))
    expect(victim.user).toMatchObject({ sub: unprovenYet.user.sub, email_verified: true })
  })
})
