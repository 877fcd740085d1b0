import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countRows } from '../fixtures/run-sql.js'
import { refusalOf } from '../fixtures/test-browser.js'
import { PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'

const ADA = { email: 'ada@example.com', password: PASSWORD }

describe('what a sign-up refuses', () => {
  let door: TestBrowserDoor
  beforeAll(async () => {
    door = await startTestBrowserDoor()
  })
  afterAll(() => door[Symbol.asyncDispose]())

  it.each([
    ['no address', { ...ADA, email: 'ada' }, 'address_invalid', 'email'],
    [
      'an address with a control character',
      { ...ADA, email: 'a\u0000da@example.com' },
      'address_invalid',
      'email',
    ],
    ['seven characters', { ...ADA, password: 'aB3$xY7' }, 'password_too_short', 'password'],
    ['257 characters', { ...ADA, password: `${'aB3$'.repeat(64)}x` }, 'password_too_long', 'password'],
    ['what everybody takes', { ...ADA, password: 'Password1' }, 'password_too_common', 'password'],
    ['the alphabet', { ...ADA, password: 'abcdefghij' }, 'password_too_common', 'password'],
    ['the own address', { ...ADA, password: 'ada@example.com' }, 'password_personal', 'password'],
    ['the own name', { ...ADA, name: 'Lovelace', password: 'Lovelace1815' }, 'password_personal', 'password'],
    ['fields nobody asked for', { ...ADA, profile: { shoe: 38 } }, 'profile_invalid', 'profile.shoe'],
  ])('%s: 422', async (_, body, reason, parameter) => {
    const before = await countRows(door.database, 'sign_ups')
    const answer = await door.openBrowser().send('POST', paths.signUp, body)
    expect(refusalOf(answer)).toMatchObject({ status: 422, error: 'invalid_request', reason, parameter })
    expect(await countRows(door.database, 'sign_ups')).toBe(before)
    expect(answer.headers.getSetCookie().filter((line) => line.includes('sign-up'))).toEqual([])
  })

  it('a password of exactly the shortest and of exactly the longest length is taken', async () => {
    for (const password of ['zK4$wq9!', `${'aB3$'.repeat(63)}xYz!`]) {
      const answer = await door.openBrowser().send('POST', paths.signUp, { ...ADA, password })
      expect([password.length, answer.status]).toEqual([password.length, 202])
    }
  })

  it.each([
    ['no JSON type', ADA, { 'content-type': 'text/plain' }, 415, 'json_expected', undefined],
    ['no JSON', '{"email":', {}, 400, 'malformed_request', undefined],
    ['nothing', '', {}, 400, 'malformed_request', undefined],
    ['a list', [], {}, 400, 'invalid_parameter', undefined],
    ['no address', { password: PASSWORD }, {}, 400, 'missing_parameter', 'email'],
    ['a number for a password', { ...ADA, password: 12345678 }, {}, 400, 'invalid_parameter', 'password'],
    ['an endless address', { ...ADA, email: 'a'.repeat(2_001) }, {}, 400, 'invalid_parameter', 'email'],
    ['a member of its own', { ...ADA, isAdmin: true }, {}, 400, 'invalid_parameter', 'isAdmin'],
    ['more than 32 KiB', { ...ADA, name: 'a'.repeat(33_000) }, {}, 413, 'body_too_large', undefined],
  ])('a body that is %s is refused in words', async (_, body, headers, status, reason, parameter) => {
    const answer = await door.openBrowser().send('POST', paths.signUp, body, { headers })
    const refused = refusalOf(answer)
    expect([refused.status, refused.reason, refused.parameter]).toEqual([status, reason, parameter])
  })

  it('every field that is not known is named, and nothing else is said about it', async () => {
    const answer = await door
      .openBrowser()
      .send('POST', paths.signUp, { ...ADA, foo: 1, ['x'.repeat(500)]: 2 })
    const { reason, error_description, issues } = refusalOf(answer)
    expect([reason, error_description]).toEqual([
      'invalid_parameter',
      'A parameter is not known here, has the wrong type or is too long. (foo)',
    ])
    expect(issues).toEqual([
      { parameter: 'foo', message: 'There is no such field here.' },
      { parameter: 'x'.repeat(100), message: 'There is no such field here.' },
    ])
  })

  it.each([
    ['a field neither form has', { code: '123456', foo: 1 }, 'invalid_parameter', 'foo'],
    ['a field neither form has, and nothing else', { foo: 1 }, 'invalid_parameter', 'foo'],
    ['a code that is a number', { code: 123_456 }, 'invalid_parameter', 'code'],
    ['a token that is none', { token: null, password: 'x' }, 'invalid_parameter', 'token'],
    ['a password without its token', { password: PASSWORD }, 'missing_parameter', 'token'],
    ['both forms at once', { code: '123456', token: 'x' }, 'invalid_parameter', undefined],
    ['neither form', {}, 'invalid_parameter', undefined],
  ])('where a request has two forms, what is at fault is named: %s', async (_, body, reason, parameter) => {
    const refused = refusalOf(await door.openBrowser().send('POST', paths.confirmSignUp, body))
    expect([refused.status, refused.reason, refused.parameter]).toEqual([400, reason, parameter])
  })

  it('a code and a token together, or neither, prove nothing', async () => {
    const browser = door.openBrowser()
    for (const body of [{}, { code: '123456', token: 'x' }, { code: 123_456 }, { token: null }])
      expect(refusalOf(await browser.send('POST', paths.confirmSignUp, body))).toMatchObject({
        status: 400,
        reason: 'invalid_parameter',
      })
  })

  it.each(['', 'lkvt_', 'x'.repeat(200), 'lkpr_00000000000000000000000000000000.aaaa'])(
    'a token that is none is an invalid link: %s',
    async (token) => {
      const answer = await door.openBrowser().send('POST', paths.confirmSignUp, { token, password: PASSWORD })
      expect(refusalOf(answer)).toMatchObject({ status: 400, reason: 'link_invalid' })
    },
  )

  it('the token of one purpose does nothing for another', async () => {
    const browser = door.openBrowser()
    await browser.send('POST', paths.signUp, ADA)
    const { token } = await door.linkTo('ada@example.com')
    const reset = await browser.send('POST', paths.resetPassword, { token, password: 'another good phrase' })
    expect(refusalOf(reset).reason).toBe('link_invalid')
    const renamed = token.replace('lkvt_', 'lkpr_')
    const again = await browser.send('POST', paths.resetPassword, {
      token: renamed,
      password: 'another good phrase',
    })
    expect(refusalOf(again).reason).toBe('link_invalid')
  })

  it('a network that signs up twenty-one times waits, whoever it names', async () => {
    const source = { remoteAddress: '192.0.2.7' }
    const statuses: number[] = []
    const browser = door.openBrowser()
    for (let count = 0; count < 22; count += 1) {
      const body = { ...ADA, email: `person${count}@example.com` }
      statuses.push((await browser.send('POST', paths.signUp, body, { source })).status)
    }
    expect(statuses).toEqual([...Array(21).fill(202), 429])
    const elsewhere = await browser.send('POST', paths.signUp, ADA, {
      source: { remoteAddress: '192.0.2.8' },
    })
    expect(elsewhere.status).toBe(202)
  })
})
