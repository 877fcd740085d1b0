import { paths, REFRESH_TOKEN_GRANT, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { databaseKinds } from './fixtures/databases.js'
import { somePerson } from './fixtures/people.js'
import {
  CONFIDENTIAL,
  ISSUER,
  isRefused,
  startTestLatchkey,
  type TestLatchkey,
} from './fixtures/test-latchkey.js'

const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token'
const RUNS = 60
const CLAIMS = [
  'sub',
  'email',
  'email_verified',
  'name',
  'picture',
  'auth_time',
  'azp',
  'nonce',
  'exp',
  'iat',
]

/** Texts that have broken databases before: NUL, halves of surrogate pairs, quotes, and any UTF-16 at all. */
const TEXTS: readonly string[] = [
  '\u0000',
  'a\u0000b@example.com',
  'ada@exam\u0000ple.com',
  '\ud800',
  'a\udc00@example.com',
  "'; drop table users; --",
  '%00',
  '\u202egpj.exe',
  '\uffff',
  '\u{10ffff}',
  'ﷺ'.repeat(80),
  'https://pictures.example/\u0000',
  'https://pictures.example/\ud800',
  '-9223372036854775809',
  'x'.repeat(10_000),
]
const oddText = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.string({ unit: 'binary' }),
)
const oddValue = fc.oneof(
  oddText,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(null, true, [], {}, ['a'], -1, 1e300),
)

describe.each(databaseKinds)('odd input on $name', (kind) => {
  const expectNoBug = async (house: TestLatchkey, response: Response): Promise<void> => {
    expect(response.status).toBeLessThan(500)
    expect(house.logLines.filter((line) => line.includes('request failed'))).toEqual([])
    await response.arrayBuffer()
  }

  test('whatever an ID token claims, the answer is a session or a refusal, never an error of ours', async () => {
    await using database = await kind.create()
    await using house = await startTestLatchkey({ database })
    const exchange = async (claim: string, value: unknown): Promise<void> => {
      // One claim at a time: a second odd one would often be refused before the first has been looked at.
      const person = somePerson({ email: `${crypto.randomUUID()}@example.com` })
      const subject_token = await house.idToken(person, { [claim]: value })
      const parameters = { grant_type: TOKEN_EXCHANGE_GRANT, subject_token, subject_token_type: ID_TOKEN }
      await expectNoBug(house, await house.post(paths.token, parameters, CONFIDENTIAL))
    }
    for (const claim of CLAIMS) for (const text of TEXTS) await exchange(claim, text)
    await fc.assert(fc.asyncProperty(fc.constantFrom(...CLAIMS), oddValue, exchange), { numRuns: RUNS })
  })

  test('whatever the provider of a known person claims later, the answer is a session of theirs or a refusal', async () => {
    await using database = await kind.create()
    await using house = await startTestLatchkey({ database })
    const returning = async (claim: string, value: unknown): Promise<void> => {
      // Without a proven address, so that the one that is claimed now may be taken over.
      const person = somePerson({ email: `${crypto.randomUUID()}@example.com`, emailVerified: false })
      const { user } = await house.signIn(CONFIDENTIAL, person)
      const idToken = await house.idToken({ ...person, emailVerified: true }, { [claim]: value })
      const answer = await house.exchange(idToken)
      if (isRefused(answer)) expect(answer.status).toBeLessThan(500)
      else expect(answer.user.sub).toBe(user.sub)
      expect(house.logLines.filter((line) => line.includes('request failed'))).toEqual([])
    }
    const claims = CLAIMS.filter((claim) => claim !== 'sub')
    for (const text of TEXTS) await returning('email', text)
    await fc.assert(fc.asyncProperty(fc.constantFrom(...claims), oddValue, returning), { numRuns: RUNS })
  })

  test('whatever is sent as a parameter, the answer is never an error of ours', async () => {
    await using database = await kind.create()
    await using house = await startTestLatchkey({ database })
    const { refresh_token } = await house.signIn()
    const valid: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      [paths.token, { grant_type: REFRESH_TOKEN_GRANT, refresh_token, scope: 'openid' }],
      [
        paths.token,
        {
          grant_type: TOKEN_EXCHANGE_GRANT,
          subject_token: 'a.b.c',
          subject_token_type: ID_TOKEN,
          audience: 'http://localhost:8000',
          scope: 'openid',
          nonce: 'n',
        },
      ],
      [paths.introspect, { token: refresh_token }],
      [paths.revoke, { token: `${refresh_token}x` }],
    ]
    const checked = fc.asyncProperty(
      fc.constantFrom(...valid),
      fc.nat(),
      oddText,
      async (request, nth, text) => {
        const [path, parameters] = request
        const names = [...Object.keys(parameters), 'client_id', 'client_secret']
        const name = names[nth % names.length] ?? 'token'
        const credentials = { client_id: CONFIDENTIAL.id, client_secret: CONFIDENTIAL.secret }
        await expectNoBug(house, await house.post(path, { ...credentials, ...parameters, [name]: text }))
      },
    )
    await fc.assert(checked, { numRuns: RUNS * 2 })
  })

  test('whatever is sent as credentials of a client, the answer is never an error of ours', async () => {
    await using database = await kind.create()
    await using house = await startTestLatchkey({ database })
    const checked = fc.asyncProperty(
      oddText,
      fc.constantFrom('', 'Basic ', 'Bearer '),
      async (text, scheme) => {
        const authorization = scheme + (scheme === 'Basic ' ? Buffer.from(text).toString('base64') : '')
        const response = await house.latchkey.fetch(
          new Request(ISSUER + paths.introspect, {
            method: 'POST',
            headers: { authorization },
            body: new URLSearchParams({ token: text }),
          }),
        )
        expect([400, 401, 413]).toContain(response.status)
        await expectNoBug(house, response)
      },
    )
    await fc.assert(checked, { numRuns: RUNS })
  })
})
