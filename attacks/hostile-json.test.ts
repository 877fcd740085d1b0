import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { startApiKeyDoor } from '../packages/server/test/fixtures/test-api-keys.js'
import { refusalOf, type TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import { PASSWORD, type TestBrowserDoor } from '../packages/server/test/fixtures/test-browser-door.js'
import { ISSUER } from '../packages/server/test/fixtures/test-latchkey.js'
import { bodyOf, changingRoutes } from './fixtures/browser-routes.js'
import { outcomeOf } from './fixtures/outcome-of.js'

// Bodies no page of ours would send. Each gets a refusal in our words or does nothing; none is ever a fault of ours.

const CREDENTIALS = { email: 'ada@example.com', password: PASSWORD }
const NUL = '\u0000'
const WITHOUT: readonly string[] = [paths.resendSignUp, `${paths.signIn}/:id/nonce`]
const withBody = changingRoutes.filter(({ method, path }) => method !== 'DELETE' && !WITHOUT.includes(path))
const nested = (depth: number, [open, close]: readonly [string, string] = ['[', ']']): string =>
  open.repeat(depth) + (open === '[' ? '' : '1') + close.repeat(depth)
const OBJECT = ['{"a":', '}'] as const

describe.each(databaseKinds)('on $name', (kind) => {
  let house: TestBrowserDoor
  let database: TestDatabase
  let ada: TestBrowser
  beforeAll(async () => {
    database = await kind.create()
    // A schema that lets everything through: nothing but our own walls stands between the body and the database.
    house = await startApiKeyDoor({ database, options: { profile: z.looseObject({}) } })
    ada = house.openBrowser()
    await house.signUp(ada)
  })
  afterAll(async () => {
    expect(house.logLines.filter((line) => line.includes('internal_error'))).toEqual([])
    await house[Symbol.asyncDispose]()
    await database.drop()
  })

  /** Fails unless the answer is a refusal of ours with a status in the four hundreds. */
  const refused = async (method: string, path: string, body: string, headers = {}): Promise<string> => {
    const answer = await ada.send(method, path, body, { headers })
    const { status, error_description: sentence } = refusalOf(answer)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(sentence.length).toBeGreaterThan(10)
    return outcomeOf(answer)
  }

  describe.each(withBody)('$method $path', ({ method, path }) => {
    const usual = bodyOf({ method, path }, CREDENTIALS) as Record<string, unknown>

    test('another media type is refused before the body is looked at', async () => {
      // Forms are how providers send people back: they lead to a page, and are attacked elsewhere.
      const form = path.startsWith(paths.callback) ? [] : ['application/x-www-form-urlencoded']
      for (const type of ['text/plain', ...form, 'application/jsonp', 'text/json', ''])
        expect(await refused(method, path, JSON.stringify(usual), { 'content-type': type }), type).toMatch(
          / json_expected$/,
        )
    })

    test('what is no JSON, or no object, is refused', async () => {
      const bodies = [
        '',
        ' ',
        '{',
        '}',
        '{"a":1,}',
        "{'a':1}",
        '{}{}',
        '\ufeff{}',
        'undefined',
        'NaN',
        '{"a":01}',
        NUL,
      ]
      for (const body of [...bodies, 'null', '[]', '0', '"x"', 'true', '[{}]', '1e999'])
        expect(await refused(method, path, body), body).toMatch(
          /^400 (malformed_request|invalid_parameter|missing_parameter)$/,
        )
    })

    test('a field that is not asked for is refused', async () => {
      for (const name of [
        'isAdmin',
        'emailVerified',
        'id',
        'userId',
        'role',
        'constructor',
        'toString',
        // Where any field is passed on it names nothing, and is left out.
        ...(path.startsWith(paths.callback) ? [] : ['__proto__']),
      ])
        expect(
          await refused(method, path, JSON.stringify(usual).replace('{', `{"${name}":{"x":1},`)),
          name,
        ).toMatch(/^400 invalid_parameter$/)
    })

    test('every field of another type is refused', async () => {
      for (const name of Object.keys(usual)) {
        for (const value of [
          '1',
          '1e308',
          '[]',
          '["x"]',
          '{}',
          'true',
          '{"$ne":null}',
          `[${JSON.stringify(usual[name])}]`,
        ]) {
          const body = JSON.stringify({ ...usual, [name]: '#' }).replace('"#"', value)
          // An empty list is a list, and says as little as none.
          const says = value === '[]' && Array.isArray(usual[name]) ? 'missing' : 'invalid'
          expect(await refused(method, path, body), body).toBe(`400 ${says}_parameter`)
        }
      }
    })

    test('a body that is too large is refused, announced or not', async () => {
      const body = JSON.stringify({ ...usual, padding: 'x'.repeat(40_000) })
      expect(await refused(method, path, body)).toMatch(/^413 body_too_large$/)
      expect(await refused(method, path, body, { 'content-length': String(body.length) })).toMatch(
        /^413 body_too_large$/,
      )
      expect(await refused(method, path, body, { 'content-length': '2' })).toMatch(/^413 body_too_large$/)
    })

    test('JSON that is nested too deep is refused', async () => {
      for (const depth of [1_000, 8_000, 15_000]) {
        await refused(method, path, nested(depth))
        const [name = ''] = Object.keys(usual)
        await refused(method, path, `{"${name}":${nested(depth)}}`)
        if (depth < 5_000) await refused(method, path, `{"${name}":${nested(depth, OBJECT)}}`)
      }
    })
  })

  test('a profile that is nested too deep is refused, whatever the schema says', async () => {
    for (const depth of [100, 1_000, 4_000, 8_000, 15_000])
      expect(await refused('PATCH', paths.account, `{"profile":{"a":${nested(depth)}}}`)).toMatch(/^4\d\d /)
    for (const depth of [100, 1_000, 5_000])
      expect(await refused('PATCH', paths.account, `{"profile":${nested(depth, OBJECT)}}`)).toMatch(/^4\d\d /)
    expect((await ada.send('GET', paths.account)).status).toBe(200)
  })

  test('a profile that is too long is refused', async () => {
    const body = JSON.stringify({ profile: { a: 'x'.repeat(9_000) } })
    expect(await refused('PATCH', paths.account, body)).toBe('422 profile_invalid')
    const many = JSON.stringify({
      profile: Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`k${i}`, 1])),
    })
    expect(await refused('PATCH', paths.account, many)).toBe('422 profile_invalid')
  })

  test('names that mean something to JavaScript change nothing but the profile they stand in', async () => {
    const keys = [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'toJSON',
      'hasOwnProperty',
      'valueOf',
      'then',
    ]
    for (const key of keys) {
      const body = `{"profile":{"${key}":{"isAdmin":true,"then":1,"toJSON":1},"plain":"${key}"}}`
      const answer = await ada.send('PATCH', paths.account, body)
      expect(answer.status, key).toBe(200)
      expect(answer.body).toMatchObject({ user: { email: CREDENTIALS.email, profile: { plain: key } } })
    }
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined()
    const read = await ada.send('GET', paths.account)
    expect(read.status).toBe(200)
    expect(Reflect.get(Object(read.body), 'isAdmin')).toBeUndefined()
  })

  test('the null character and half characters break nothing, wherever they stand', async () => {
    const odd = [
      NUL,
      `a${NUL}b`,
      '\ud800',
      '\udc00\ud800',
      '\u202e',
      '\\u0000',
      '\\\\u0000',
      '\u2028',
      '%00',
      "'; drop table users; --",
    ]
    for (const text of odd) {
      const typed: readonly (readonly [string, string, unknown])[] = [
        ['POST', paths.session, { email: `a${text}@example.com`, password: text }],
        ['POST', paths.session, { email: text, password: text }],
        ['POST', paths.signUp, { email: `new${text}@example.com`, password: PASSWORD }],
        [
          'POST',
          paths.signUp,
          { email: 'new@example.com', password: `${PASSWORD}${text}`, name: text, profile: { [text]: text } },
        ],
        ['POST', paths.confirmSignUp, { code: text }],
        ['POST', paths.confirmSignUp, { token: text, password: text }],
        ['POST', paths.forgotPassword, { email: `${text}@example.com` }],
        ['POST', paths.resetPassword, { token: text, password: text }],
        ['POST', paths.changeEmail, { email: `a${text}@example.com` }],
        ['POST', paths.confirmEmail, { code: text }],
        ['PATCH', paths.account, { name: text }],
        ['PATCH', paths.account, { picture: `https://example.com/${text}` }],
        ['PATCH', paths.account, { profile: { [`k${text}`]: { deep: [text] } } }],
        ['POST', paths.changePassword, { currentPassword: text, newPassword: `${PASSWORD}${text}` }],
        [
          'DELETE',
          `${paths.accountSessions}/${encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '-'))}`,
          undefined,
        ],
      ]
      for (const [method, path, body] of typed) {
        const answer = await ada.send(method, path, body)
        expect(answer.status, `${method} ${path} ${JSON.stringify(body)}`).toBeLessThan(500)
        if (answer.status >= 400) refusalOf(answer)
      }
      expect((await ada.send('GET', paths.accountExport)).status).toBe(200)
    }
  })

  test('headers of the browser break nothing either', async () => {
    const headers: readonly Record<string, string>[] = [
      { 'user-agent': 'x'.repeat(20_000) },
      { 'user-agent': '\u00ff\u0080' },
      { 'accept-language': `${'de;q=0.9,'.repeat(2_000)}x` },
      { 'accept-language': ';;;q=NaN,*;q=-1' },
      { traceparent: 'x'.repeat(1_000) },
      { 'x-forwarded-for': ','.repeat(10_000) },
      { cookie: `${'='.repeat(5_000)}; latchkey; =; latchkey-device=%00; latchkey-sign-up=\u00ff` },
    ]
    for (const header of headers) {
      const browser = house.openBrowser()
      await browser.readState()
      const kept = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
      const cookie = [kept, header['cookie']].filter(Boolean).join('; ')
      const answer = await browser.send('POST', paths.session, CREDENTIALS, {
        headers: { ...header, cookie },
      })
      expect(answer.status, JSON.stringify(header).slice(0, 60)).toBe(200)
    }
  })

  test('a name that comes twice is read as one value, by every check alike', async () => {
    const twice = `{"email":"nobody@example.com","password":"a guess","email":"${CREDENTIALS.email}","password":${JSON.stringify(PASSWORD)}}`
    const answer = await house.openBrowser().send('POST', paths.session, twice)
    expect(answer.body).toMatchObject({ status: 'signed_in', user: { email: CREDENTIALS.email } })
    const other = `{"email":"${CREDENTIALS.email}","password":${JSON.stringify(PASSWORD)},"password":"a guess"}`
    expect(outcomeOf(await house.openBrowser().send('POST', paths.session, other))).toBe(
      '400 credentials_wrong',
    )
  })

  test('bytes that are no UTF-8 are no password of anybody', async () => {
    const browser = house.openBrowser()
    const { csrfToken } = await browser.readState()
    const bytes = Buffer.from(`{"email":"${CREDENTIALS.email}","password":"${PASSWORD}#"}`)
    bytes[bytes.indexOf('#')] = 0xff
    const response = await house.latchkey.fetch(
      new Request(ISSUER + paths.session, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-xsrf-token': csrfToken,
          cookie: `XSRF-TOKEN=${csrfToken}`,
        },
        body: bytes,
      }),
    )
    expect(response.status).toBe(400)
  })
})
