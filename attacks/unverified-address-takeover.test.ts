import { oidc } from '@latchkey/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  granted,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { CLIENT_ID, startScriptedIssuer } from './fixtures/scripted-issuer.js'

// An attacker writes the victim's address into their own account at a provider that does not check it.

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const exchange = async (claims: Record<string, unknown>) =>
  house.exchange(await house.idToken(undefined, claims))

const victimOf = async (email: string) =>
  granted(await exchange({ sub: `owner of ${email}`, email, email_verified: true }))

describe('an address nobody verified opens no account but its own', () => {
  test.each([[false], [undefined], [null], ['true'], ['false'], [1], [[true]], [{ verified: true }]])(
    'email_verified %j',
    async (verified) => {
      const email = `victim-${JSON.stringify(verified)?.replaceAll(/\W/g, '-')}@mail.example`
      const victim = await victimOf(email)
      const answer = await exchange({ sub: `attacker of ${email}`, email, email_verified: verified })
      expect(answer).toMatchObject({ status: 400, error: 'invalid_grant', reason: 'address_unproven' })
      expect(await house.introspect(victim.access_token)).toMatchObject({ active: true })
    },
  )

  test.each([[false], [undefined], [null], ['true'], ['false'], [1], [[true]], [{ verified: true }]])(
    'email_verified %j, before its owner has come',
    async (verified) => {
      const email = `early-${JSON.stringify(verified)?.replaceAll(/\W/g, '-')}@mail.example`
      const attack = { sub: `attacker of ${email}`, email, email_verified: verified }
      const attacker = granted(await exchange(attack))
      expect(attacker.user).toMatchObject({ email, email_verified: false })
      const victim = await victimOf(email)
      expect(victim.user.sub).not.toBe(attacker.user.sub)
      for (const tokens of [attacker, granted(await exchange(attack))]) {
        const { userId } = await house.latchkey.guard.verify(tokens.access_token)
        expect(userId).toBe(attacker.user.sub)
      }
    },
  )

  test('a second identity whose address the provider verified is the same person', async () => {
    const victim = await victimOf('both@mail.example')
    const other = granted(await exchange({ sub: 'second', email: 'both@mail.example', email_verified: true }))
    expect(other.user.sub).toBe(victim.user.sub)
  })
})

test('an identity that changes its address at the provider stays in its own account', async () => {
  const victim = await victimOf('stay@mail.example')
  const mallory = granted(
    await exchange({ sub: 'mallory', email: 'mallory@mail.example', email_verified: true }),
  )
  for (const verified of [true, false]) {
    const moved = granted(
      await exchange({ sub: 'mallory', email: 'stay@mail.example', email_verified: verified }),
    )
    expect(moved.user.sub).toBe(mallory.user.sub)
    expect(moved.user.email).toBe('mallory@mail.example')
  }
  expect(mallory.user.sub).not.toBe(victim.user.sub)
})

test('a provider whose administrators write addresses as they like cannot link to anybody', async () => {
  await using upstream = await startScriptedIssuer()
  await using lax = await startTestLatchkey({
    options: {
      providers: [
        oidc({ id: 'strict', issuer: house.provider.issuer, clientIds: ['latchkey-development'] }),
        oidc({ id: 'lax', issuer: upstream.issuer, clientIds: [CLIENT_ID], trustsVerifiedAddresses: false }),
      ],
    },
  })
  const claims = { email: 'chief@mail.example', email_verified: true }
  granted(await lax.exchange(await house.idToken(undefined, claims)))
  expect(await lax.exchange(upstream.idToken(claims))).toMatchObject({ reason: 'address_unproven' })
  granted(await lax.exchange(upstream.idToken({ ...claims, email: 'own@mail.example' })))
})

test('an unverified address written into a profile locks nobody out of a provider that is not trusted', async () => {
  await using upstream = await startScriptedIssuer()
  await using lax = await startTestLatchkey({
    otherProviders: [
      oidc({ id: 'lax', issuer: upstream.issuer, clientIds: [CLIENT_ID], trustsVerifiedAddresses: false }),
    ],
  })
  const email = 'chief@mail.example'
  const squatter = granted(
    await lax.exchange(await lax.idToken(undefined, { sub: 'squatter', email, email_verified: false })),
  )
  const chief = granted(await lax.exchange(upstream.idToken({ email, email_verified: true })))
  expect(chief.user.sub).not.toBe(squatter.user.sub)
  expect(chief.user).toMatchObject({ email, email_verified: false })
})

test('a refused takeover leaves nothing behind: no identity, no change of the profile', async () => {
  const email = 'untouched@mail.example'
  const victim = await victimOf(email)
  const attack = { sub: 'intruder', email, email_verified: false, name: 'Mallory' }
  expect(await exchange(attack)).toMatchObject({ reason: 'address_unproven' })
  expect(await exchange(attack)).toMatchObject({ reason: 'address_unproven' })
  expect((await victimOf(email)).user).toEqual(victim.user)
})
