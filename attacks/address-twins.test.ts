import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  granted,
  isRefused,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'

// Addresses that look like the victim's, or become it when somebody folds them, at a provider that verified them.

let house: TestLatchkey
beforeAll(async () => {
  house = await startTestLatchkey()
})
afterAll(() => house[Symbol.asyncDispose]())

const exchange = async (email: string, verified = true) =>
  house.exchange(
    await house.idToken(undefined, {
      sub: Buffer.from(email, 'utf16le').toString('hex'),
      email,
      email_verified: verified,
    }),
  )

describe('a twin of an address never opens the account behind it', () => {
  test.each([
    ['a Cyrillic letter', 'mike@pаypal.example', 'mike@paypal.example'],
    ['a dotless i', 'mıke@mail.example', 'mike@mail.example'],
    ['a dotted capital I', 'MİKE@mail.example', 'mike@mail.example'],
    ['a dotless i in the domain', 'ada@gıthub.example', 'ada@github.example'],
    ['a long s', 'ſam@mail.example', 'sam@mail.example'],
    ['a sharp s', 'straße@mail.example', 'strasse@mail.example'],
    ['a circled letter', 'ⓛeo@mail.example', 'leo@mail.example'],
    ['a full-width letter', 'ｊoe@mail.example', 'joe@mail.example'],
    ['a ligature', 'ﬁona@mail.example', 'fiona@mail.example'],
    ['a superscript digit', 'bob²@mail.example', 'bob2@mail.example'],
    ['a Kelvin sign', '\u212aim@mail.example', 'kim@mail.example'],
    ['a plus tag', 'eve+spam@mail.example', 'eve@mail.example'],
    ['a dot', 'a.nn@mail.example', 'ann@mail.example'],
    ['a trailing dot in the domain', 'tom@mail.example.', 'tom@mail.example'],
  ])('%s: %s', async (_, twin, address) => {
    const victim = granted(await exchange(address))
    const answer = await exchange(twin)
    if (isRefused(answer)) expect(answer).toMatchObject({ status: 400, reason: 'address_unproven' })
    else expect(answer.user.sub).not.toBe(victim.user.sub)
    const again = granted(await exchange(address))
    expect(again.user).toEqual(victim.user)
  })

  test.each([
    ['a zero-width joiner', 'zo\u200de@mail.example'],
    ['a soft hyphen', 'zo\u00ade@mail.example'],
    ['a text direction', '\u202eeoz@mail.example'],
    ['a null', 'zoe\u0000@mail.example'],
    ['a line break', 'zoe@mail.example\r\nbcc: mallory@mail.example'],
    ['half a character', 'zoe\ud800@mail.example'],
    ['a second address', 'zoe@mail.example,mallory@mail.example'],
    ['a display name', 'Zoe <zoe@mail.example>'],
    ['a quoted local part', '"zoe"@mail.example'],
    ['a comment', 'zoe(x)@mail.example'],
    ['two hosts', 'zoe@mail.example@attacker.example'],
  ])('%s makes it no address at all', async (_, twin) => {
    const victim = granted(await exchange('zoe@mail.example'))
    const { user } = granted(await exchange(twin))
    expect(user.sub).not.toBe(victim.user.sub)
    expect(user).not.toHaveProperty('email')
  })
})

test('the case of ASCII letters makes no other person', async () => {
  const ada = granted(await exchange('ada@mail.example'))
  const shouting = granted(await exchange('ADA@Mail.Example'))
  expect(shouting.user.sub).toBe(ada.user.sub)
  expect(shouting.user.email).toBe('ada@mail.example')
})

test('an unverified case variant is as little proof as the address itself', async () => {
  granted(await exchange('una@mail.example'))
  expect(await exchange('Una@MAIL.example', false)).toMatchObject({ reason: 'address_unproven' })
})

test('whoever registered a variant first is somebody else than the owner, in spelling and in person', async () => {
  const squatter = granted(await exchange('OLA@mail.example', false))
  const owner = granted(await exchange('ola@mail.example'))
  expect(owner.user.sub).not.toBe(squatter.user.sub)
  expect(owner.user).toMatchObject({ email: 'ola@mail.example', email_verified: true })
  expect(await house.latchkey.guard.verify(squatter.access_token)).toMatchObject({
    userId: squatter.user.sub,
  })
  const again = granted(await exchange('OLA@mail.example', false))
  expect(again.user).toMatchObject({ sub: squatter.user.sub, email_verified: false })
})
