import {
  errorBody,
  ID_TOKEN_TYPE,
  paths,
  REFRESH_TOKEN_GRANT,
  TOKEN_EXCHANGE_GRANT,
} from '@latchkey/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import {
  basic,
  CONFIDENTIAL,
  ISSUER,
  PUBLIC,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'

// Everything a stranger can write into a request. The answer is a documented refusal, never a crash.

const RUNS = 700
const NAMES = [
  ...[
    'grant_type',
    'subject_token',
    'subject_token_type',
    'requested_token_type',
    'audience',
    'scope',
    'nonce',
  ],
  ...['refresh_token', 'token', 'token_type_hint', 'client_id', 'client_secret', '__proto__', 'constructor'],
]
const AWKWARD = [
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udc00x',
  '\ufeff',
  '\r\nset-cookie: a=b',
  'a'.repeat(10_000),
  '😀'.repeat(2_000),
  '%',
  '%zz',
  '%00',
  '+',
  '-1',
  '1e999',
  'NaN',
  '[]',
  '{"a":1}',
  "' or 1=1 --",
  '../../etc/passwd',
  'null',
  '\u202e',
  'lkrt_',
  '..',
  'a.b.c',
  'eyJhbGciOiJub25lIn0.e30.',
]

const value = fc.oneof(
  fc.constantFrom(...AWKWARD),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.base64String({ maxLength: 200 }).map((text) => `${text}.${text}.${text}`),
  fc.stringMatching(/^lkrt_[0-9a-f]{32}\.[0-9]{1,9}\.[A-Za-z0-9_-]{43}$/),
  fc.constantFrom(
    TOKEN_EXCHANGE_GRANT,
    REFRESH_TOKEN_GRANT,
    ID_TOKEN_TYPE,
    CONFIDENTIAL.id,
    PUBLIC.id,
    'openid',
  ),
)
const form = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 8 })
const headerValue = value.map((text) => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?').slice(0, 2_000))
const authorization = fc.oneof(
  fc.constant(undefined),
  fc.constant(basic(CONFIDENTIAL)),
  headerValue,
  headerValue.map((text) => `Bearer ${text}`),
  value.map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
  fc.tuple(value, value).map(([id, secret]) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`),
)

/** How the pairs are written: as a browser would, or raw, so that broken percent-encodings arrive as they are. */
const written = fc
  .tuple(form, fc.boolean())
  .map(([pairs, isRaw]) =>
    isRaw
      ? pairs.map(([name, text]) => `${name}=${text}`).join('&')
      : String(new URLSearchParams(pairs.map(([name, text]) => [name, text]))),
  )

describe.each(databaseKinds)('on $name', (kind) => {
  let database: TestDatabase
  let house: TestLatchkey
  beforeAll(async () => {
    database = await kind.create()
    house = await startTestLatchkey({ database })
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
    await database.drop()
  })

  const ask = async (path: string, body: string, credentials: string | undefined) => {
    const response = await house.latchkey.fetch(
      new Request(ISSUER + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...(credentials !== undefined && { authorization: credentials }),
        },
        body,
      }),
    )
    return { status: response.status, text: await response.text() }
  }

  test.each([paths.token, paths.revoke, paths.introspect, paths.userinfo])(
    '%s answers any form with an answer of its own or a documented refusal',
    async (path) => {
      await fc.assert(
        fc.asyncProperty(written, authorization, async (body, credentials) => {
          const { status, text } = await ask(path, body, credentials)
          if (status === 200) return
          expect([400, 401, 403, 413]).toContain(status)
          errorBody.strict().parse(JSON.parse(text))
        }),
        { numRuns: RUNS },
      )
    },
  )

  test.each(NAMES)('%s may hold anything beside a request that is otherwise honest', async (name) => {
    for (const awkward of AWKWARD) {
      for (const grant_type of [TOKEN_EXCHANGE_GRANT, REFRESH_TOKEN_GRANT]) {
        const honest = {
          grant_type,
          subject_token: grant_type === TOKEN_EXCHANGE_GRANT ? await house.idToken() : 'x',
          subject_token_type: ID_TOKEN_TYPE,
          refresh_token: 'x',
        }
        const body = String(new URLSearchParams({ ...honest, [name]: awkward }))
        const { status, text } = await ask(paths.token, body, basic(CONFIDENTIAL))
        if (status === 200) continue
        expect([400, 401, 413], `${name}=${awkward.slice(0, 20)}`).toContain(status)
        errorBody.strict().parse(JSON.parse(text))
      }
    }
  })

  test('and an honest request is still answered', async () => {
    expect(await house.signIn()).toMatchObject({ token_type: 'Bearer' })
    expect(house.logLines.filter((line) => line.includes('request failed'))).toEqual([])
  })
})
