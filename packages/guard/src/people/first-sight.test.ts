import type { RequestListener } from 'node:http'
import { AuthError } from '@latchkey/contract'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { json, type KeyServer, startKeyServer, status } from '../../test/key-server.js'
import { AUDIENCE, createSigner, NOW, SECONDS, type Signer } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import type { CommonGuardOptions } from '../guard-options.js'
import { type OidcOptions, oidc } from '../issuers/oidc.js'
import { MINUTE, SECOND } from '../time.js'
import type { NewPerson, OnFirstSight } from './first-sight.js'

interface User {
  readonly id: number
  readonly email: unknown
}

let signer: Signer
let issuer: KeyServer
let now: number
/** Requests at the issuer, by path. */
let asked: Record<string, number>
/** Every userinfo request as it came. */
let questions: { readonly url: string; readonly authorization: string | undefined }[]
let answerUserInfo: RequestListener
let welcomed: NewPerson[]

const atIssuer: RequestListener = (request, response) => {
  const path = String(request.url).split('?')[0] ?? ''
  asked[path] = (asked[path] ?? 0) + 1
  if (path === '/jwks') return json({ keys: [signer.jwk] })(request, response)
  questions.push({ url: String(request.url), authorization: request.headers.authorization })
  return answerUserInfo(request, response)
}
const welcome: OnFirstSight<User> = async (person) => {
  welcomed.push(person)
  await new Promise((done) => setImmediate(done))
  return { id: welcomed.length, email: person.claims['email'] }
}
const issuerWith = (options: Partial<OidcOptions> = {}) =>
  oidc({
    issuer: issuer.origin,
    audience: AUDIENCE,
    algorithms: ['ES256'],
    jwksUrl: `${issuer.origin}/jwks`,
    userInfoUrl: `${issuer.origin}/userinfo`,
    wants: ['email'],
    ...options,
  })
const guardWith = (onFirstSight: OnFirstSight<User> = welcome, options: CommonGuardOptions = {}) =>
  createGuard({ issuers: [issuerWith()], onFirstSight, clock: () => now, ...options })
const tokenOf = (sub: string, claims: Record<string, unknown> = {}): Promise<string> =>
  signer.token({ claims: { iss: issuer.origin, sub, exp: SECONDS + 3600, ...claims } })
const codeOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'accepted',
    (error: unknown) => (error instanceof AuthError ? error.code : error),
  )

beforeAll(async () => {
  signer = await createSigner()
})
beforeEach(async () => {
  now = NOW
  asked = {}
  questions = []
  welcomed = []
  answerUserInfo = json({ sub: 'ada', email: 'ada@example.com', email_verified: true })
  issuer = await startKeyServer(atIssuer)
})
afterEach(() => issuer.close())

describe('ten thousand first requests that come together', () => {
  it('of one token fetch keys once, ask about the person once and make one user', async () => {
    const guard = guardWith()
    const authorization = `Bearer ${await tokenOf('ada')}`
    const principals = await Promise.all(Array.from({ length: 10_000 }, () => guard.check({ authorization })))
    expect(new Set(principals.map(({ user }) => user))).toEqual(
      new Set([{ id: 1, email: 'ada@example.com' }]),
    )
    expect(asked).toEqual({ '/jwks': 1, '/userinfo': 1 })
    expect(welcomed).toHaveLength(1)
  })

  it('of many tokens of one person do so too, even where nobody is remembered', async () => {
    const guard = guardWith(welcome, { maxRememberedTokens: 0 })
    const tokens = await Promise.all(Array.from({ length: 50 }, (_, i) => tokenOf('ada', { jti: String(i) })))
    const users = await Promise.all(
      Array.from(
        { length: 2_000 },
        async (_, i) => (await guard.verify(tokens[i % tokens.length] ?? '')).user,
      ),
    )
    expect(new Set(users)).toEqual(new Set([{ id: 1, email: 'ada@example.com' }]))
    expect(asked).toEqual({ '/jwks': 1, '/userinfo': 1 })
  })
})

describe('somebody new', () => {
  it('is told with what the token says and what the issuer adds, where the token has the last word', async () => {
    answerUserInfo = json({
      sub: 'ada',
      email: 'ada@example.com',
      name: 'Ada',
      scope: 'admin',
      roles: ['admin'],
    })
    const { user } = await guardWith().verify(await tokenOf('ada', { name: 'Countess' }))
    expect(user).toEqual({ id: 1, email: 'ada@example.com' })
    expect(welcomed).toMatchObject([
      {
        issuer: issuer.origin,
        subject: 'ada',
        claims: { email: 'ada@example.com', name: 'Countess', scope: 'openid todos:read', roles: ['member'] },
        principal: { userId: `${issuer.origin}|ada`, roles: ['member'] },
      },
    ])
  })

  it.each<[string, object, object, unknown]>([
    ['the address they gave up since', { email: 'victim@example.com' }, {}, undefined],
    ['their address of now', { email: 'ada@example.com' }, {}, true],
    ['none', {}, {}, true],
    ['none, and says it is not proven', { email_verified: true }, { email_verified: false }, false],
    ['another, not proven', { email: 'victim@example.com', email_verified: false }, {}, false],
    ['none, and says it is', { email_verified: true }, { email_verified: undefined }, undefined],
  ])(
    'whose token names %s is proven only what was proven of that address',
    async (_, claims, more, proven) => {
      answerUserInfo = json({ sub: 'ada', email: 'ada@example.com', email_verified: true, ...more })
      const issuers = [issuerWith({ wants: ['email', 'email_verified', 'name'] })]
      const guard = createGuard({ issuers, onFirstSight: welcome, clock: () => now })
      await guard.verify(await tokenOf('ada', { ...claims }))
      expect(welcomed[0]?.claims['email_verified']).toBe(proven)
    },
  )

  it('is asked about with the token in the header, and never in the address', async () => {
    const token = await tokenOf('ada')
    await guardWith().verify(token)
    expect(questions).toEqual([{ url: '/userinfo', authorization: `Bearer ${token}` }])
  })

  it('is not asked about when the token says it all', async () => {
    const { user } = await guardWith().verify(await tokenOf('ada', { email: 'ada@token.example' }))
    expect(user.email).toBe('ada@token.example')
    expect(questions).toEqual([])
  })

  it('is not asked about where nothing is wanted, nor where there is nobody to ask', async () => {
    const quiet = createGuard({
      issuers: [issuerWith({ wants: [] })],
      onFirstSight: welcome,
      clock: () => now,
    })
    expect((await quiet.verify(await tokenOf('ada'))).user.email).toBeUndefined()
    expect(questions).toEqual([])
  })

  it('whose signature does not hold is never seen', async () => {
    const impostor = await createSigner('ES256', signer.kid)
    const token = await impostor.token({ claims: { iss: issuer.origin, sub: 'ada' } })
    expect(await codeOf(guardWith().verify(token))).toBe('token_signature_invalid')
    expect([questions, welcomed]).toEqual([[], []])
  })

  it('is asked about again after five minutes, and not before', async () => {
    const guard = guardWith()
    await guard.verify(await tokenOf('ada'))
    now += 5 * MINUTE - 1
    await guard.verify(await tokenOf('ada', { jti: 'second' }))
    expect(welcomed).toHaveLength(1)
    now += 1
    await guard.verify(await tokenOf('ada', { jti: 'third' }))
    expect(welcomed).toHaveLength(2)
  })

  it('takes the place of who is known longest, once the room is full', async () => {
    const guard = guardWith(welcome, { maxRememberedTokens: 2 })
    const see = async (sub: string) =>
      guard.verify(await tokenOf(sub, { email: `${sub}@example.com`, jti: String(Math.random()) }))
    for (const sub of ['ada', 'bob', 'cyd']) await see(sub)
    await see('cyd')
    await see('bob')
    expect(welcomed.map(({ subject }) => subject)).toEqual(['ada', 'bob', 'cyd'])
    await see('ada')
    expect(welcomed).toHaveLength(4)
  })
})

describe('two people', () => {
  it('of two issuers with one subject stay two people', async () => {
    const other = await startKeyServer(json({ keys: [signer.jwk] }))
    const second = issuerWith({
      issuer: other.origin,
      jwksUrl: other.url,
      userInfoUrl: `${other.origin}/userinfo`,
    })
    const guard = createGuard({ issuers: [issuerWith(), second], onFirstSight: welcome, clock: () => now })
    const [one, two] = await Promise.all([
      guard.verify(await tokenOf('ada', { email: 'a@one.example' })),
      guard.verify(await tokenOf('ada', { email: 'a@two.example', iss: other.origin })),
    ])
    expect([one.user, two.user]).toMatchObject([{ email: 'a@one.example' }, { email: 'a@two.example' }])
    expect(one.userId).not.toBe(two.userId)
    await other.close()
  })

  it('never meet in one name, whatever a subject holds', async () => {
    const guard = guardWith()
    const subjects = [
      'a|b',
      'a',
      '|b',
      'b|a',
      '',
      `${issuer.origin}|a`,
      '","',
      'a","b',
      '__proto__',
      'constructor',
    ]
    const seen = []
    for (const sub of subjects.filter((sub) => sub !== ''))
      seen.push(await guard.verify(await tokenOf(sub, { email: 'x' })))
    expect(welcomed).toHaveLength(subjects.length - 1)
    expect(new Set(seen.map(({ userId }) => userId)).size).toBe(subjects.length - 1)
  })
})

describe('when onFirstSight throws', () => {
  it('it is a bug of the API for everybody who waits, and tried again at the next request', async () => {
    let isBroken = true
    const guard = guardWith(async (person) => {
      if (isBroken) throw new RangeError('the database is down')
      return welcome(person)
    })
    const token = await tokenOf('ada')
    const attempts = Array.from({ length: 100 }, () => codeOf(guard.verify(token)))
    expect(new Set((await Promise.all(attempts)).map(String))).toEqual(
      new Set(['RangeError: the database is down']),
    )
    await expect(guard.admit({ authorization: `Bearer ${token}` })).rejects.toThrow(RangeError)
    isBroken = false
    expect((await guard.verify(token)).user.id).toBe(1)
  })

  it('at once, and not later, it is the same', async () => {
    let calls = 0
    const guard = guardWith(() => {
      calls += 1
      throw new RangeError(`bug ${calls}`)
    })
    const token = await tokenOf('ada')
    await expect(guard.verify(token)).rejects.toThrow('bug 1')
    await expect(guard.verify(token)).rejects.toThrow('bug 2')
  })
})

describe('when the issuer', () => {
  const admit = async (sub = 'ada', guard = guardWith()) =>
    guard.admit({ authorization: `Bearer ${await tokenOf(sub, { jti: String(Math.random()) })}` })

  it.each(['eve', undefined, ['ada'], { toString: 'ada' }])(
    'tells about %j, it is not believed',
    async (sub) => {
      answerUserInfo = json({ sub, email: 'eve@example.com' })
      const guard = guardWith()
      expect(await admit('ada', guard)).toMatchObject({
        refusal: { status: 503, body: { reason: 'issuer_unreachable' } },
      })
      expect(welcomed).toEqual([])
      // One odd answer keeps nobody else out.
      answerUserInfo = json({ sub: 'bob', email: 'bob@example.com' })
      expect(await admit('bob', guard)).toMatchObject({ admitted: true })
    },
  )

  it('has heard enough of one person, that one alone waits', async () => {
    answerUserInfo = status(429, { 'retry-after': '17' })
    const guard = guardWith()
    for (let i = 0; i < 20; i += 1)
      expect(await admit('eve', guard)).toMatchObject({ refusal: { headers: { 'Retry-After': '17' } } })
    expect(questions).toHaveLength(1)
    answerUserInfo = json({ sub: 'ada', email: 'ada@example.com' })
    expect(await admit('ada', guard)).toMatchObject({ admitted: true })
  })

  it('has heard enough of one person after another, each time with answers in between, nobody else waits', async () => {
    const guard = guardWith()
    for (const [eve, other] of [
      ['eve-1', 'ada'],
      ['eve-2', 'bob'],
      ['eve-3', 'cyd'],
    ] as const) {
      answerUserInfo = status(429, { 'retry-after': '17' })
      expect(await admit(eve, guard)).toMatchObject({ admitted: false })
      answerUserInfo = json({ sub: other, email: `${other}@example.com` })
      expect(await admit(other, guard)).toMatchObject({ admitted: true })
    }
  })

  it.each<[string, RequestListener]>([
    ['hugely', json({ sub: 'eve', filler: 'x'.repeat(64 * 1024) })],
    ['with something else than JSON', json('<html>')],
  ])('answers %s about one person, nobody else waits', async (_, answer) => {
    const guard = guardWith()
    answerUserInfo = answer
    expect(await admit('eve', guard)).toMatchObject({ refusal: { status: 503 } })
    answerUserInfo = json({ sub: 'ada', email: 'ada@example.com' })
    expect(await admit('ada', guard)).toMatchObject({ admitted: true })
  })

  it('is down, nobody asks it for a second, whoever it is about', async () => {
    const guard = guardWith()
    answerUserInfo = status(503)
    await admit('eve', guard)
    answerUserInfo = json({ sub: 'ada', email: 'ada@example.com' })
    expect(await admit('ada', guard)).toMatchObject({ admitted: false })
    expect(questions).toHaveLength(1)
    now += SECOND
    expect(await admit('ada', guard)).toMatchObject({ admitted: true })
  })

  it('has heard enough of two, everybody is told when to come back, and nobody asks it before', async () => {
    answerUserInfo = status(429, { 'retry-after': '17' })
    const guard = guardWith()
    await admit('eve', guard)
    const refused = {
      refusal: { status: 503, headers: { 'Retry-After': '17' }, body: { reason: 'issuer_unreachable' } },
    }
    expect(await admit('ada', guard)).toMatchObject(refused)
    now += 5 * SECOND
    for (let i = 0; i < 20; i += 1)
      expect(await admit(`person-${i}`, guard)).toMatchObject({
        refusal: { headers: { 'Retry-After': '12' } },
      })
    expect(questions).toHaveLength(2)
    answerUserInfo = json({ sub: 'ada', email: 'ada@example.com' })
    now += 12 * SECOND
    expect(await admit('ada', guard)).toMatchObject({ admitted: true })
  })

  it.each([
    ['a day', '86400', '60'],
    ['nothing', undefined, '1'],
    ['a date', 'Fri, 31 Dec 2032 23:59:59 GMT', '1'],
    ['nonsense', '-5', '1'],
    ['a moment', '0', '1'],
  ])('asks for %s, it is left alone from a second to a minute', async (_, wish, told) => {
    answerUserInfo = status(429, wish === undefined ? {} : { 'retry-after': wish })
    const guard = guardWith()
    expect(await admit('ada', guard)).toMatchObject({ refusal: { headers: { 'Retry-After': told } } })
    // A clock that was set back stretches no pause.
    now -= SECOND
    await admit('ada', guard)
    expect(questions).toHaveLength(2)
  })

  it('is down, those whose tokens say it all still come in', async () => {
    answerUserInfo = status(500)
    const guard = guardWith()
    expect(await admit('ada', guard)).toMatchObject({ admitted: false })
    expect((await guard.verify(await tokenOf('bob', { email: 'bob@example.com' }))).user.email).toBe(
      'bob@example.com',
    )
  })

  it.each([401, 403])(
    'does not tell this token (%i), the token is refused, and another one of the person is not',
    async (code) => {
      const poor = await tokenOf('ada', { scope: 'todos:read' })
      answerUserInfo = (request, response) =>
        request.headers.authorization === `Bearer ${poor}`
          ? status(code)(request, response)
          : json({ sub: 'ada', email: 'ada@example.com' })(request, response)
      const guard = guardWith()
      const rich = await tokenOf('ada')
      const outcomes = await Promise.all([poor, poor, rich].map((token) => codeOf(guard.verify(token))))
      expect(outcomes).toEqual(['token_claims_invalid', 'token_claims_invalid', 'accepted'])
    },
  )

  it.each<[string, RequestListener]>([
    ['answers something else than JSON', json('<html>')],
    ['answers with a signed token', json('eyJhbGciOiJSUzI1NiJ9.e30.AA')],
    ['answers hugely', json({ sub: 'ada', filler: 'x'.repeat(64 * 1024) })],
    ['sends us elsewhere', status(302, { location: 'http://127.0.0.1:9/' })],
    ['hangs up', (request) => request.socket.destroy()],
  ])('%s, nobody is made of it', async (_, answer) => {
    answerUserInfo = answer
    expect(await admit()).toMatchObject({ refusal: { status: 503 } })
    expect(welcomed).toEqual([])
  })

  it('is named in the log and the token is not', async () => {
    answerUserInfo = status(500)
    const reports: unknown[] = []
    const token = await tokenOf('ada')
    const guard = guardWith(welcome, { onRefused: (refused) => reports.push(refused), development: true })
    const admission = await guard.admit({ authorization: `Bearer ${token}` })
    expect(JSON.stringify([admission, reports])).not.toContain(token.slice(0, 20))
    expect(reports).toMatchObject([{ code: 'issuer_unreachable', detail: 'userinfo: answered 500' }])
  })
})
