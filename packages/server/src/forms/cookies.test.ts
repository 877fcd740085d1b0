import { describe, expect, test } from 'vitest'
import { newSessionId, newSignUpId } from '../model/ids.js'
import { nodeSecrets } from '../outbound/node-secrets.js'
import { makeDeviceCookie, readDeviceCookie } from './device-cookie.js'
import { makeSessionCookie, readSessionCookie } from './session-cookie.js'
import { makeSignUpCookie, readSignUpCookie } from './sign-up-cookie.js'

const secrets = nodeSecrets(['the-root-secret-of-today-0123456789abcd'])
const random = 'a1b2c3d4e5f6a7b8c9d0'
const session = newSessionId(1_790_000_000_000, random)
const signUp = newSignUpId(1_790_000_000_000, random)

describe('a session cookie', () => {
  test('says which session, and proves the right to it with a secret of which only a hash is kept', () => {
    const { text, secretHash } = makeSessionCookie(secrets, session)
    expect(readSessionCookie(secrets, text)).toEqual({ sessionId: session, secretHash })
    expect(text).not.toContain(secretHash)
  })

  test('of one session is another each time', () => {
    const made = Array.from({ length: 100 }, () => makeSessionCookie(secrets, session).text)
    expect(new Set(made).size).toBe(100)
  })

  test.each([
    '',
    'lkck_',
    'x'.repeat(100_000),
    `lkck_${'0'.repeat(32)}.${'g'.repeat(64)}`,
    `lksu_${'0'.repeat(32)}.${'0'.repeat(64)}`,
  ])('is not %s', (text) => {
    expect(readSessionCookie(secrets, text)).toBeUndefined()
  })
})

describe('a sign-up cookie', () => {
  test('says which sign-up, and is none of a session', () => {
    const { text, secretHash } = makeSignUpCookie(secrets, signUp)
    expect(readSignUpCookie(secrets, text)).toEqual({ signUpId: signUp, secretHash })
    expect(readSessionCookie(secrets, text)).toBeUndefined()
    expect(readSignUpCookie(secrets, makeSessionCookie(secrets, session).text)).toBeUndefined()
  })
})

describe('a device cookie', () => {
  const ADA = 'ada@example.com'
  const account = { addressKey: ADA, passwordChangedAt: 1_763_712_000_000 }
  const cookie = makeDeviceCookie(secrets, account)

  test('names a browser, for one address, and the password it was known under', () => {
    expect(readDeviceCookie(secrets, cookie, ADA)).toEqual({
      name: expect.stringMatching(/^[0-9a-f]{32}$/),
      passwordChangedAt: 1_763_712_000_000,
    })
    expect(readDeviceCookie(secrets, cookie, 'eve@example.com')).toBeUndefined()
    expect(makeDeviceCookie(secrets, account)).not.toBe(cookie)
  })

  test('cannot be made without the secret', () => {
    const others = nodeSecrets(['another-root-secret-0123456789abcdefgh'])
    expect(readDeviceCookie(secrets, makeDeviceCookie(others, account), ADA)).toBeUndefined()
    const renamed = cookie.replace(/_[0-9a-f]{32}/, `_${'0'.repeat(32)}`)
    expect(readDeviceCookie(secrets, renamed, ADA)).toBeUndefined()
    const renewed = cookie.replace('1763712000000', '1763712000001')
    expect(readDeviceCookie(secrets, renewed, ADA)).toBeUndefined()
    expect(readDeviceCookie(secrets, undefined, ADA)).toBeUndefined()
  })
})
