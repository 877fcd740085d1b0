import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { somePerson } from '../fixtures/people.js'
import { runSql } from '../fixtures/run-sql.js'
import { startUpstream, type TestUpstream } from '../fixtures/test-upstream.js'

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const someone = () => {
  const person = somePerson()
  return { ...person, email: `${person.sub}@example.com` }
}

describe.each(databaseKinds)('a logout at a provider, with $name,', (kind) => {
  let database: TestDatabase
  let upstream: TestUpstream
  beforeAll(async () => {
    database = await kind.create()
    upstream = await startUpstream({ database })
  })
  afterAll(async () => {
    await upstream[Symbol.asyncDispose]()
    await database.drop()
  })

  test('ends the sessions that came out of that session there, and is answered with 200 and no-store', async () => {
    const { corporate, partner, open, lives, sendLogout } = upstream
    const person = someone()
    const [gone, too, other, unnamed, elsewhere] = [
      await open({ person, sid: 'one' }),
      await open({ person, sid: 'one' }),
      await open({ person, sid: 'two' }),
      await open({ person }),
      await open({ person, sid: 'one', at: partner }),
    ]
    const answer = await sendLogout(
      await corporate.issueLogoutToken({ person, claims: { sid: 'one', sub: undefined } }),
    )
    expect([answer.status, await answer.text()]).toEqual([200, ''])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await Promise.all([gone, too, other, unnamed, elsewhere].map(lives))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ])
  })

  test('by the person ends every session that was opened with that identity, and nobody else’s', async () => {
    const { house, corporate, partner, open, lives, sendLogout } = upstream
    const person = someone()
    const stranger = someone()
    const mine = [await open({ person, sid: 'a' }), await open({ person, sid: 'b' }), await open({ person })]
    // The same user by another provider, and the same `sub` at another issuer.
    const byPartner = await open({ person, at: partner })
    const byGoogle = (await house.signIn(undefined, person)).refresh_token ?? ''
    const others = [byPartner, byGoogle, await open({ person: stranger, sid: 'a' })]
    expect((await sendLogout(await corporate.issueLogoutToken({ person }))).status).toBe(200)
    expect(await Promise.all(mine.map(lives))).toEqual([false, false, false])
    expect(await Promise.all(others.map(lives))).toEqual([true, true, true])
  })

  test('by person and session ends that session, and those it cannot be told apart from', async () => {
    const { corporate, open, lives, sendLogout } = upstream
    const person = someone()
    const [gone, kept, unnamed] = [
      await open({ person, sid: 'here' }),
      await open({ person, sid: 'there' }),
      await open({ person }),
    ]
    const others = await open({ person: someone(), sid: 'here' })
    await sendLogout(await corporate.issueLogoutToken({ person, claims: { sid: 'here' } }))
    expect(await Promise.all([gone, kept, unnamed, others].map(lives))).toEqual([false, true, false, true])
  })

  test('is told to whoever listens, with why', async () => {
    const { house, corporate, open, sendLogout } = upstream
    const person = someone()
    const refreshToken = await open({ person, sid: 'told' })
    const standing = await house.introspect(refreshToken)
    const userId = standing.active ? standing.sub : 'nobody'
    await sendLogout(await corporate.issueLogoutToken({ person }))
    const noted = await runSql(
      house.database,
      `select type, reason from security_events where user_id = '${userId}'`,
    )
    expect(noted).toEqual([{ type: 'session-revoked', reason: 'ended_by_provider' }])
  })

  test('that comes twice ends nothing a second time, and is no mistake', async () => {
    const { house, corporate, open, lives, sendLogout } = upstream
    const person = someone()
    const before = await open({ person })
    const token = await corporate.issueLogoutToken({ person })
    const answers = await Promise.all([sendLogout(token), sendLogout(token)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const after = await open({ person })
    await house.restart()
    expect((await sendLogout(token)).status).toBe(200)
    expect(await Promise.all([before, after].map(lives))).toEqual([false, true])
  })

  test('of somebody who is not here is done already', async () => {
    const { corporate, sendLogout } = upstream
    expect((await sendLogout(await corporate.issueLogoutToken({ person: someone() }))).status).toBe(200)
  })

  test('keeps neither the sub nor the sid as it is', async () => {
    const { house, open } = upstream
    const person = someone()
    await open({ person, sid: 'kept-as-a-hash' })
    const rows = JSON.stringify(await runSql(house.database, 'select * from session_origins'))
    expect(rows).not.toContain(person.sub)
    expect(rows).not.toContain('kept-as-a-hash')
  })
})

describe('a logout token that is none', () => {
  let upstream: TestUpstream
  const person = someone()
  let session: string
  beforeAll(async () => {
    upstream = await startUpstream()
    session = await upstream.open({ person, sid: 'attacked' })
  })
  afterAll(() => upstream[Symbol.asyncDispose]())

  const logout = { events: { [LOGOUT_EVENT]: {} }, sid: 'attacked' }
  const attacks: Readonly<Record<string, (given: TestUpstream) => Promise<string>>> = {
    'with alg none': ({ corporate }) => corporate.forgeIdToken('unsigned', { person, claims: logout }),
    'signed with the public key as a secret': ({ corporate }) =>
      corporate.forgeIdToken('hmac-with-public-key', { person, claims: logout }),
    'signed by a stranger': ({ corporate }) =>
      corporate.forgeIdToken('foreign-key', { person, claims: logout }),
    'that brings its key along': ({ corporate }) =>
      corporate.forgeIdToken('embedded-key', { person, claims: logout }),
    'that was altered': ({ corporate }) =>
      corporate.forgeIdToken('altered-claims', { person, claims: logout }),
    'for another audience': ({ corporate }) =>
      corporate.issueLogoutToken({ person, clientId: 'somebody-else' }),
    'of another issuer': ({ corporate }) =>
      corporate.issueLogoutToken({ person, claims: { iss: 'https://sso.example' } }),
    'of another provider of ours': ({ partner }) => partner.issueLogoutToken({ person }),
    'of another provider in the name of this one': ({ partner, corporate }) =>
      partner.issueLogoutToken({ person, claims: { iss: corporate.issuer } }),
    'with a nonce': ({ corporate }) => corporate.issueLogoutToken({ person, nonce: 'n-1' }),
    'with an empty nonce': ({ corporate }) => corporate.issueLogoutToken({ person, claims: { nonce: null } }),
    'that is an ID token': ({ corporate }) => corporate.issueIdToken({ person }),
    'that is an access token': ({ corporate }) =>
      corporate.issueLogoutToken({ person, header: { typ: 'at+jwt' } }),
    'that is a security event': ({ corporate }) =>
      corporate.issueSecurityEvent({ [LOGOUT_EVENT]: {} }, { person, claims: { exp: 9e9 } }),
    'that tells of another event': ({ corporate }) =>
      corporate.issueLogoutToken({ person, claims: { events: { 'https://example.com/other': {} } } }),
    'whose event is no object': ({ corporate }) =>
      corporate.issueLogoutToken({ person, claims: { events: { [LOGOUT_EVENT]: true } } }),
    'whose events are a list': ({ corporate }) =>
      corporate.issueLogoutToken({ person, claims: { events: [LOGOUT_EVENT] } }),
    'that names nobody': ({ corporate }) =>
      corporate.issueLogoutToken({ person, claims: { sub: undefined } }),
    'whose sub is a number': ({ corporate }) => corporate.issueLogoutToken({ person, claims: { sub: 1 } }),
    'whose sid is empty': ({ corporate }) => corporate.issueLogoutToken({ person, claims: { sid: '' } }),
    'without a jti': ({ corporate }) => corporate.issueLogoutToken({ person, claims: { jti: undefined } }),
    'without iat': ({ corporate }) => corporate.issueLogoutToken({ person, claims: { iat: undefined } }),
    'without an end': ({ corporate }) => corporate.issueLogoutToken({ person, claims: { exp: undefined } }),
    'that has expired': ({ corporate }) => corporate.issueLogoutToken({ person, claims: { exp: 1 } }),
    'from the future': ({ corporate }) => corporate.issueLogoutToken({ person, claims: { iat: 9e9 } }),
    'that is no JWT': async () => 'nonsense',
  }

  test.each(Object.entries(attacks))('%s is refused, and ends nothing', async (_, make) => {
    const answer = await upstream.sendLogout(await make(upstream))
    expect(answer.status).toBe(400)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.json()).toMatchObject({ error: 'invalid_request', reason: 'logout_token_refused' })
    expect(await upstream.lives(session)).toBe(true)
  })

  test('at a provider that may not end sessions, or is none, is refused', async () => {
    const { house } = upstream
    for (const provider of ['google', 'nobody', '%00']) {
      const answer = await upstream.sendLogout(await house.provider.issueLogoutToken({ person }), provider)
      expect(answer.status, provider).toBe(404)
    }
  })

  test('in a request of another shape is refused with 400', async () => {
    const token = await upstream.corporate.issueLogoutToken({ person })
    const path = '/providers/corporate/backchannel-logout'
    const { house } = upstream
    const send = (body: BodyInit, type: string) =>
      house.latchkey.fetch(
        new Request(`http://localhost:4000${path}`, {
          method: 'POST',
          headers: { 'content-type': type },
          body,
        }),
      )
    const form = 'application/x-www-form-urlencoded'
    for (const [body, type] of [
      [JSON.stringify({ logout_token: token }), 'application/json'],
      ['', form],
      [`logout_token=${token}&logout_token=${token}`, form],
      [`logout_token=${'x'.repeat(40_000)}`, form],
    ] as const)
      expect((await send(body, type)).status).toBe(400)
    const asked = await house.latchkey.fetch(
      new Request(`http://localhost:4000${path}?logout_token=${token}`),
    )
    expect([asked.status, asked.headers.get('allow')]).toEqual([405, 'POST'])
    expect(await upstream.lives(session)).toBe(true)
  })

  test('leaves no token in the log, and says there what was wrong', async () => {
    const { house, corporate, sendLogout } = upstream
    const token = await corporate.issueLogoutToken({ person, nonce: 'n-1' })
    await sendLogout(token)
    const lines = house.logLines.join('\n')
    expect(lines).toContain('corporate: it has a nonce')
    expect(lines).not.toContain(token)
  })

  test('is a logout token still when it says nothing of its type', async () => {
    const { corporate, open, lives, sendLogout } = upstream
    const other = someone()
    for (const typ of ['JWT', 'logout+jwt', undefined]) {
      const opened = await open({ person: other })
      const token = await corporate.issueLogoutToken({ person: other, header: { typ } })
      expect([(await sendLogout(token)).status, await lives(opened)]).toEqual([200, false])
    }
  })
})
