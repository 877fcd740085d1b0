import { djangoSession, github } from '@latchkey/server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { startScriptedProvider } from '../fixtures/scripted-provider.js'
import {
  PASSWORD,
  type SocialName,
  type Spa,
  startSessionDoor,
  type TestSessionDoor,
} from '../fixtures/test-session-door.js'

const DAY = 24 * 60 * 60_000
const NAMES: readonly SocialName[] = ['google-oauth2', 'github', 'facebook']
const ANONYMOUS = { detail: 'Authentication credentials were not provided.' }
const ADA = { id: '4711', email: 'ada@example.com', isProven: true }

const sessionKeyOf = (spa: Spa): string => spa.cookies.get('sessionid')?.value ?? ''
/** A browser that has opened the page to sign in on. */
const openedSpa = async (house: TestSessionDoor): Promise<Spa> => {
  const spa = house.openSpa()
  await spa.open()
  return spa
}
const signedInSpa = async (house: TestSessionDoor): Promise<Spa> => {
  const spa = await openedSpa(house)
  const answer = await spa.login()
  if (answer.status !== 200) throw new Error(`the sign-in of a test was refused: ${answer.status}`)
  return spa
}

describe.each(databaseKinds)("Django's session on $name", (kind) => {
  let database: TestDatabase
  let house: TestSessionDoor
  beforeAll(async () => {
    database = await kind.create()
    house = await startSessionDoor({ database })
    await house.addPerson({ ...ADA, roles: ['staff', 'superuser'] })
    await house.addPerson({ id: '4712', email: 'gone@example.com', isProven: true })
    await runSql(database, "update users set suspended_at = 1 where email = 'gone@example.com'")
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
    await database.drop()
  })
  afterEach(() => {
    for (const provider of [house.providers.google, house.providers.github, house.providers.facebook])
      provider.behave()
  })

  describe('address and password', () => {
    it('somebody of the former backend signs in, is known by the number they had, and signs out', async () => {
      const spa = await openedSpa(house)
      expect(await spa.login()).toMatchObject({ status: 200, body: { detail: 'Success' } })
      expect(await spa.profile()).toMatchObject({
        status: 200,
        body: { id: 4711, email: 'ada@example.com', is_staff: true, is_superuser: true },
      })
      expect(await spa.logout()).toMatchObject({ status: 200, body: { detail: 'Logout Successful' } })
      expect(spa.cookies.has('sessionid')).toBe(false)
      expect(await spa.profile()).toMatchObject({ status: 403, body: ANONYMOUS })
    })

    it('the cookie of a session that was ended opens nothing, and is taken away when it is shown', async () => {
      const spa = await signedInSpa(house)
      const kept = spa.cookies.get('sessionid')
      if (kept === undefined) throw new Error('there is no session cookie')
      await spa.logout()
      spa.cookies.set('sessionid', kept)
      const answer = await spa.profile()
      expect(answer).toMatchObject({ status: 403, body: ANONYMOUS })
      expect(answer.setCookies).toEqual([
        'sessionid=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax',
      ])
      expect(spa.cookies.has('sessionid')).toBe(false)
    })

    it('the session cookie lives for 14 days, and is out of reach for scripts; the other is for them', async () => {
      const answer = await (await openedSpa(house)).login()
      const inDays = (days: number) => new Date(house.clock.now() + days * DAY).toUTCString()
      expect(answer.setCookies).toEqual([
        expect.stringMatching(
          `^csrftoken=[A-Za-z0-9]{64}; expires=${inDays(364)}; Max-Age=31449600; Path=/; SameSite=Lax$`,
        ),
        expect.stringMatching(
          `^sessionid=[a-z0-9]{32}; expires=${inDays(14)}; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax$`,
        ),
      ])
    })

    it.each([
      ['a wrong password', { password: 'wrong horse battery' }],
      ['nobody', { email: 'nobody@example.com' }],
      ['somebody suspended', { email: 'gone@example.com' }],
      ['nothing in the fields', { email: '', password: '' }],
      ['a control character', { email: 'ada\u0000@example.com' }],
    ])('%s is refused in the words of all others, and no cookie is set', async (_, credentials) => {
      const answer = await (await openedSpa(house)).login(credentials)
      expect(answer).toMatchObject({ status: 400, body: { detail: 'Invalid credentials' }, setCookies: [] })
    })

    it.each([
      ['no password', { email: 'ada@example.com' }],
      ['null', { email: null, password: null }],
      ['a number', { email: 'ada@example.com', password: 1 }],
      ['a list', [1]],
      ['a text', '"ada"'],
      ['null instead of an object', 'null'],
    ])('%s where two texts belong is told as a field that is missing', async (_, body) => {
      const spa = await openedSpa(house)
      expect(await spa.ask('/api/login/', { body })).toMatchObject({
        status: 400,
        body: { errors: { __all__: 'Please enter both username and password' } },
      })
    })

    it.each(['{', '', `{"email":"ada@example.com","password":"${PASSWORD}"`])(
      '%j is no JSON: refused, and nothing of it is repeated',
      async (body) => {
        const refused = await (await openedSpa(house)).ask('/api/login/', { method: 'POST', body })
        expect(refused).toMatchObject({
          status: 400,
          body: { detail: 'JSON parse error - the body is not JSON' },
        })
      },
    )

    it('a body larger than any sign-in is refused unread', async () => {
      const body = { email: 'ada@example.com', password: 'x'.repeat(40_000) }
      expect((await (await openedSpa(house)).ask('/api/login/', { body })).status).toBe(413)
    })

    it('signing in again opens another session, and ends the one before', async () => {
      const spa = await signedInSpa(house)
      const before = sessionKeyOf(spa)
      await spa.login()
      expect(sessionKeyOf(spa)).not.toBe(before)
      const other = house.openSpa()
      other.cookies.set('sessionid', { value: before, attributes: [] })
      expect((await other.profile()).status).toBe(403)
      expect((await spa.profile()).status).toBe(200)
    })

    it('the keys of sessions and CSRF tokens stand in no table and no log line', async () => {
      const spa = await signedInSpa(house)
      const rows = await runSql(database, 'select * from sessions')
      expect(rows.length).toBeGreaterThan(0)
      const written = JSON.stringify([rows, house.logLines])
      for (const { value } of spa.cookies.values()) expect(written).not.toContain(value)
      expect(written).not.toContain(PASSWORD)
    })
  })

  describe("a provider's code", () => {
    it.each(NAMES)('%s: a person signs in, and is the same person the next time', async (name) => {
      const spa = house.openSpa()
      const person = name === 'facebook' ? house.providers.facebook.people[3]?.id : undefined
      expect(await spa.signInWith(name, person)).toMatchObject({ status: 200, body: { detail: 'success' } })
      const first = await spa.profile()
      expect(first).toMatchObject({
        status: 200,
        body: { id: expect.any(Number), is_staff: false, is_superuser: false },
      })
      const again = house.openSpa()
      await again.signInWith(name, person)
      expect((await again.profile()).body).toEqual(first.body)
    })

    it('the code may stand in the query', async () => {
      const spa = await openedSpa(house)
      const code = await house.codeOf('github')
      expect(await spa.ask(`/api/social/github/?code=${code}`, { method: 'POST' })).toMatchObject({
        status: 200,
        body: { detail: 'success' },
      })
    })

    it('a code counts once', async () => {
      const [first, second] = [await openedSpa(house), await openedSpa(house)]
      const body = { code: await house.codeOf('google-oauth2') }
      expect((await first.ask('/api/social/google-oauth2/', { body })).status).toBe(200)
      expect(await second.ask('/api/social/google-oauth2/', { body })).toMatchObject({
        status: 400,
        body: { errors: { token: 'Invalid token', detail: expect.any(String) } },
      })
      expect(second.cookies.has('sessionid')).toBe(false)
    })

    it.each([
      ['no code', {}, { code: ['This field is required.'] }],
      ['a blank', { code: ' ' }, { code: ['This field may not be blank.'] }],
      ['null', { code: null }, { code: ['This field may not be null.'] }],
      ['a list', { code: ['a'] }, { code: ['Not a valid string.'] }],
    ])('%s is refused in the words of a serializer', async (_, body, refusal) => {
      const spa = await openedSpa(house)
      expect(await spa.ask('/api/social/github/', { body })).toMatchObject({ status: 400, body: refusal })
    })

    it.each(NAMES)('%s: a code nobody gave is refused', async (name) => {
      const spa = await openedSpa(house)
      for (const code of ['made-up', 'é', 'x'.repeat(5_000)]) {
        expect(await spa.ask(`/api/social/${name}/`, { body: { code } })).toMatchObject({
          status: 400,
          body: { errors: { token: 'Invalid token' } },
          setCookies: [],
        })
      }
    })

    it.each(['gitlab', 'google', 'constructor', '__proto__'])('%s is no provider here', async (name) => {
      const spa = await openedSpa(house)
      expect(await spa.ask(`/api/social/${name}/`, { body: { code: 'a' } })).toMatchObject({
        status: 404,
        body: { detail: 'Not found.' },
      })
    })

    it.each(['wrongAudience', 'wrongIssuer', 'expired', 'badSignature'] as const)(
      'an ID token that is %s opens no session',
      async (misbehaviour) => {
        const spa = await openedSpa(house)
        const code = await house.codeOf('google-oauth2')
        house.providers.google.misbehave({ [misbehaviour]: true })
        expect(await spa.ask('/api/social/google-oauth2/', { body: { code } })).toMatchObject({
          status: 400,
          body: { errors: { token: 'Invalid token' } },
        })
        expect((await spa.profile()).status).toBe(403)
      },
    )

    it.each([
      ['down', { down: true }],
      ['failing', { failing: true }],
      ['garbage', { garbage: true }],
      ['far too large', { hugeAnswer: true }],
    ] as const)('a provider that is %s is told as such, and when to come again', async (_, misbehaviour) => {
      const spa = await openedSpa(house)
      const code = await house.codeOf('github')
      house.providers.github.misbehave(misbehaviour)
      const refused = await spa.ask('/api/social/github/', { body: { code } })
      expect(refused).toMatchObject({ status: 503, body: { detail: expect.any(String) } })
      expect(refused.headers.get('retry-after')).toBe('2')
    })

    it('somebody without an address has an account without one', async () => {
      house.providers.github.misbehave({ noEmail: true })
      const spa = house.openSpa()
      const someone = String(house.providers.github.people[4]?.id)
      expect(await spa.signInWith('github', someone)).toMatchObject({ status: 200 })
      expect((await spa.profile()).body).toMatchObject({ email: '' })
    })

    // python-social-auth has known people of Google by their address, so an import cannot know their subject.
    it('somebody who came to the former backend by Google is met by the address they have proved', async () => {
      const [, tomas] = house.providers.google.people
      await house.addPerson({ id: '4800', email: tomas?.email ?? '', isProven: true })
      const spa = house.openSpa()
      expect((await spa.signInWith('google-oauth2', tomas?.sub)).status).toBe(200)
      expect((await spa.profile()).body).toMatchObject({ id: 4800, email: 'tomas.okafor@workspace.example' })
      expect(
        await runSql(
          database,
          "select subject from identities where email = 'tomas.okafor@workspace.example'",
        ),
      ).toEqual([{ subject: tomas?.sub }])
    })

    it('an address that the provider has not verified leads into nobody’s account', async () => {
      const noor = { id: '4801', email: 'noor.haddad@unproven.example', isProven: true }
      await house.addPerson(noor)
      const person = house.providers.google.people.find(({ email }) => email === noor.email)
      const spa = house.openSpa()
      expect(await spa.signInWith('google-oauth2', person?.sub)).toMatchObject({
        status: 400,
        body: { errors: { non_field_errors: 'Authentication Failed' } },
        setCookies: [],
      })
      expect((await spa.profile()).status).toBe(403)
    })

    it('somebody suspended is told so, for they have proved who they are', async () => {
      const person = String(house.providers.github.people[2]?.id)
      await house.openSpa().signInWith('github', person)
      await runSql(
        database,
        `update users set suspended_at = 1 where id = (select user_id from identities where provider = 'github' and subject = '${person}')`,
      )
      house.clock.advance(5_000)
      expect(await house.openSpa().signInWith('github', person)).toMatchObject({
        status: 400,
        body: { errors: { non_field_errors: 'This user account is inactive' } },
      })
    })

    it('neither codes nor tokens of a provider stand in a table or a log line', async () => {
      const spa = await openedSpa(house)
      const code = await house.codeOf('github')
      await spa.ask('/api/social/github/', { body: { code } })
      await spa.ask('/api/social/github/', { body: { code } })
      const rows = await runSql(database, 'select * from spent_proofs')
      const written = JSON.stringify([rows, house.logLines])
      expect(written).not.toContain(code)
      expect(written).not.toMatch(/gho_/)
    })
  })

  describe('CSRF', () => {
    const refusals = {
      missing: 'CSRF Failed: CSRF cookie not set.',
      wrong: 'CSRF Failed: CSRF token missing or incorrect.',
      origin: 'CSRF Failed: Origin checking failed.',
    }

    it('the token is told under a new mask each time, and stays the same token', async () => {
      const spa = await openedSpa(house)
      const first = spa.cookies.get('csrftoken')?.value ?? ''
      expect(await spa.open()).toMatchObject({ status: 200, body: { details: 'CSRF cookie set' } })
      expect(spa.cookies.get('csrftoken')?.value).not.toBe(first)
      expect(
        (await spa.ask('/api/logout/', { method: 'POST', headers: { 'x-csrftoken': first } })).status,
      ).toBe(200)
    })

    it.each([
      ['a header is missing', { 'x-csrftoken': '' }],
      ['a header of another browser', { 'x-csrftoken': 'A'.repeat(64) }],
      ['a header that is none', { 'x-csrftoken': 'é' }],
      ['a cookie that is none', { cookie: 'csrftoken=short', 'x-csrftoken': 'short' }],
      ['an empty cookie', { cookie: 'csrftoken=', 'x-csrftoken': '' }],
    ])('%s: refused, with a page where Django has one', async (_, headers) => {
      const spa = await openedSpa(house)
      for (const path of ['/api/login-set-cookie/', '/api/login/', '/api/logout/']) {
        const refused = await spa.ask(path, { body: {}, headers })
        expect(refused).toMatchObject({ status: 403, body: expect.stringContaining('<h1>Forbidden</h1>') })
        expect(refused.headers.get('content-type')).toBe('text/html')
        expect(refused.setCookies).toEqual([])
      }
      expect(await spa.ask('/api/social/github/', { body: {}, headers })).toMatchObject({
        status: 403,
        body: { detail: refusals.wrong },
      })
    })

    it('without a cookie there is nothing to compare with', async () => {
      expect(await house.openSpa().ask('/api/social/github/', { body: {} })).toMatchObject({
        status: 403,
        body: { detail: refusals.missing },
      })
    })

    it('a cookie of Django 4.1 and later, and one that another backend has set, will do', async () => {
      const spa = house.openSpa()
      spa.cookies.set('csrftoken', { value: 'fR0mDjango4Of32LettersAndDigits0', attributes: [] })
      expect((await spa.logout()).status).toBe(200)
      await spa.open()
      expect(spa.cookies.get('csrftoken')?.value).toMatch(/^[A-Za-z0-9]{64}$/)
      const before = { 'x-csrftoken': 'fR0mDjango4Of32LettersAndDigits0' }
      expect((await spa.ask('/api/logout/', { method: 'POST', headers: before })).status).toBe(200)
    })

    it('every sign-in has a token of its own; signing out leaves it in place', async () => {
      const spa = await openedSpa(house)
      const before = spa.cookies.get('csrftoken')?.value ?? ''
      await spa.login()
      const stale = { method: 'POST', headers: { 'x-csrftoken': before } }
      expect((await spa.ask('/api/logout/', stale)).status).toBe(403)
      const { setCookies } = await spa.logout()
      expect(setCookies.join()).not.toContain('csrftoken')
      expect((await spa.login()).status).toBe(200)
      const inUse = spa.cookies.get('csrftoken')?.value ?? ''
      await spa.signInWith('github')
      expect(
        (await spa.ask('/api/logout/', { method: 'POST', headers: { 'x-csrftoken': inUse } })).status,
      ).toBe(403)
    })

    it.each([
      ['another origin', { origin: 'https://attacker.example' }],
      ['another port', { origin: 'http://localhost:4001' }],
      ['no origin at all', { origin: 'null' }],
      ['another site', { origin: '', 'sec-fetch-site': 'cross-site' }],
      ['a sibling', { origin: '', 'sec-fetch-site': 'same-site' }],
    ])('a page of %s signs nobody in or out, whatever token it has', async (_, headers) => {
      const spa = await signedInSpa(house)
      for (const path of ['/api/login/', '/api/logout/'])
        expect(await spa.ask(path, { body: {}, headers })).toMatchObject({
          status: 403,
          body: expect.stringContaining('Forbidden'),
        })
      const code = await house.codeOf('github')
      expect(await spa.ask('/api/social/github/', { body: { code }, headers })).toMatchObject({
        status: 403,
        body: { detail: refusals.origin },
      })
      expect((await spa.profile()).status).toBe(200)
    })
  })

  describe('methods', () => {
    it.each(['/api/login/', '/api/logout/'])('GET %s is refused as Django refuses it', async (path) => {
      const refused = await house.openSpa().ask(path)
      expect(refused).toMatchObject({ status: 405, body: '' })
      expect(refused.headers.get('allow')).toBe('POST')
    })

    it('who is signed in may not write to the profile; who is not, is told that first', async () => {
      const spa = await signedInSpa(house)
      const refused = await spa.ask('/api/users/profile/', { body: {} })
      expect(refused).toMatchObject({ status: 405, body: { detail: 'Method "POST" not allowed.' } })
      expect(refused.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
      expect(await (await openedSpa(house)).ask('/api/users/profile/', { body: {} })).toMatchObject({
        status: 403,
        body: ANONYMOUS,
      })
    })

    it('the addresses without a slash at the end are the same', async () => {
      const spa = await openedSpa(house)
      const body = { email: 'ada@example.com', password: PASSWORD }
      expect((await spa.ask('/api/login', { body })).status).toBe(200)
      expect((await spa.ask('/api/users/profile')).status).toBe(200)
      const code = await house.codeOf('github')
      expect((await spa.ask('/api/social/github', { body: { code } })).status).toBe(200)
    })
  })
})

describe("Django's session", () => {
  it('a session ends when its time has come, however much it is used', async () => {
    await using house = await startSessionDoor({ door: { lifetime: 2 * DAY } })
    await house.addPerson(ADA)
    const spa = await openedSpa(house)
    const { setCookies } = await spa.login()
    expect(setCookies.join()).toContain('Max-Age=172800')
    house.clock.advance(2 * DAY - 1_000)
    expect((await spa.profile()).status).toBe(200)
    house.clock.advance(1_000)
    expect((await spa.profile()).status).toBe(403)
  })

  it('over https its cookies are Secure, the one that takes away too', async () => {
    await using house = await startSessionDoor({
      options: { issuer: 'https://app.example.com', doors: [djangoSession()] },
    })
    await house.addPerson(ADA)
    const ask = async (path: string, headers: Record<string, string>, method = 'POST') =>
      house.latchkey.fetch(
        new Request(`https://app.example.com/api${path}`, {
          method,
          headers: { origin: 'https://app.example.com', ...headers },
          ...(method === 'POST' && { body: JSON.stringify({ email: ADA.email, password: PASSWORD }) }),
        }),
      )
    const token = 'x'.repeat(32)
    const tokens = { cookie: `csrftoken=${token}`, 'x-csrftoken': token }
    const signedIn = await ask('/login/', tokens)
    expect(signedIn.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^csrftoken=.*; SameSite=Lax; Secure$/),
      expect.stringMatching(/^sessionid=.*; SameSite=Lax; Secure$/),
    ])
    const stale = await ask('/users/profile/', { cookie: 'sessionid=nothing1' }, 'GET')
    expect(stale.headers.getSetCookie()).toEqual([expect.stringMatching(/^sessionid="".*; Secure$/)])
  })

  it('pages of the origins that are named may use it, and no others', async () => {
    await using house = await startSessionDoor({ door: { origins: ['http://localhost:8080'] } })
    const spa = await openedSpa(house)
    const statusFrom = async (origin: string) =>
      (await spa.ask('/api/logout/', { method: 'POST', headers: { origin } })).status
    expect([await statusFrom('http://localhost:8080'), await statusFrom('http://localhost:4000')]).toEqual([
      200, 403,
    ])
  })

  it('people have UUIDs where the API keeps UUIDs', async () => {
    await using house = await startSessionDoor({ door: { userIds: 'uuid' } })
    const spa = house.openSpa()
    await spa.signInWith('github')
    expect((await spa.profile()).body).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/),
    })
  })

  it('the tokens of a provider are kept where that is asked for', async () => {
    await using house = await startSessionDoor({ keepTokens: true })
    const spa = house.openSpa()
    await spa.signInWith('github')
    const [row] = await runSql(house.database, "select user_id from identities where provider = 'github'")
    expect(await house.latchkey.providerToken(String(row?.['user_id']), 'github')).toMatchObject({
      accessToken: expect.stringMatching(/^gho_/),
    })
  })

  it('who types too many wrong passwords has to wait, and is told how long; others have not', async () => {
    await using house = await startSessionDoor()
    await house.addPerson(ADA)
    const guesser = house.openSpa({ remoteAddress: '198.51.100.7' })
    await guesser.open()
    for (let tries = 0; tries < 6; tries += 1)
      expect((await guesser.login({ password: 'wrong horse' })).status).toBe(400)
    const paused = await guesser.login()
    expect(paused).toMatchObject({
      status: 429,
      body: { detail: 'Request was throttled. Expected available in 1 seconds.' },
    })
    expect(paused.headers.get('retry-after')).toBe('1')
    const owner = house.openSpa({ remoteAddress: '203.0.113.9' })
    await owner.open()
    expect((await owner.login()).status).toBe(200)
  })

  it('more sign-ins than can be hashed are told when to come again', async () => {
    await using house = await startSessionDoor({
      options: {
        passwords: { hashing: { memoryKiB: 19_456, iterations: 1, concurrency: 1 } },
        doors: [djangoSession()],
      },
    })
    const spa = await openedSpa(house)
    const storm = await Promise.all(Array.from({ length: 30 }, () => spa.login()))
    const busy = storm.filter(({ status }) => status === 503)
    expect(busy.length).toBeGreaterThan(0)
    for (const { headers, body } of busy)
      expect([headers.get('retry-after'), body]).toEqual([
        expect.stringMatching(/^[1-9]\d*$/),
        { detail: expect.any(String) },
      ])
    expect(new Set(storm.map(({ status }) => status))).toEqual(new Set([400, 503]))
  })

  it('an address that Facebook tells leads into an account only where it is trusted', async () => {
    const mara = { id: '1', email: 'mara_lindqvist@gmail.com', isProven: true }
    for (const facebookTrusted of [false, true]) {
      await using house = await startSessionDoor({ facebookTrusted })
      await house.addPerson(mara)
      const spa = house.openSpa()
      expect((await spa.signInWith('facebook')).status).toBe(facebookTrusted ? 200 : 400)
      expect((await spa.profile()).status).toBe(facebookTrusted ? 200 : 403)
    }
  })

  it('a provider is asked with the code, the redirect URI and our client, and with nothing else', async () => {
    await using upstream = await startScriptedProvider()
    upstream.answerToken = () => ({ body: { access_token: 'granted', token_type: 'bearer' } })
    upstream.answerApi = (path, authorization) =>
      authorization === 'Bearer granted'
        ? { body: path === '/user' ? { id: 1, login: 'ada' } : [] }
        : { status: 401, body: {} }
    const redirectUri = 'https://app.example.com/auth/github/callback'
    await using house = await startSessionDoor({
      options: {
        providers: [
          github({ clientId: 'us', clientSecret: 'ours', baseUrl: upstream.url, apiUrl: upstream.url }),
        ],
        doors: [djangoSession({ social: { github: { provider: 'github', redirectUri } } })],
      },
    })
    const spa = await openedSpa(house)
    for (const code of ['é', 'a\nb', 'x'.repeat(5_000)])
      expect((await spa.ask('/api/social/github/', { body: { code } })).status).toBe(400)
    // What cannot be a code is not asked about.
    await spa.ask('/api/social/github/', { body: { code: 'the code', redirect_uri: 'https://evil.example' } })
    expect(upstream.tokenRequests).toEqual([
      {
        grant_type: 'authorization_code',
        code: 'the code',
        redirect_uri: redirectUri,
        client_id: 'us',
        client_secret: 'ours',
      },
    ])
    expect((await spa.profile()).status).toBe(200)
  })
})
