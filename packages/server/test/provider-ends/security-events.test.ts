import { oidc } from '@latchkey/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { somePerson } from '../fixtures/people.js'
import { startUpstream, type TestUpstream } from '../fixtures/test-upstream.js'

const CAEP = 'https://schemas.openid.net/secevent/caep/event-type'
const RISC = 'https://schemas.openid.net/secevent/risc/event-type'
const OAUTH = 'https://schemas.openid.net/secevent/oauth/event-type'
const DAY_IN_SECONDS = 86_400

const someone = () => {
  const person = somePerson()
  return { ...person, email: `${person.sub}@example.com` }
}

describe.each(databaseKinds)('a security event of a provider, with $name,', (kind) => {
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

  test.each([
    [`${CAEP}/session-revoked`, {}],
    [`${CAEP}/credential-change`, { credential_type: 'password', change_type: 'update' }],
    [`${CAEP}/credential-change`, { credential_type: 'fido2-roaming', change_type: 'revoke' }],
    [`${RISC}/account-disabled`, { reason: 'hijacking' }],
    [`${RISC}/account-purged`, {}],
    [`${RISC}/account-credential-change-required`, {}],
    [`${RISC}/sessions-revoked`, {}],
    [`${OAUTH}/tokens-revoked`, {}],
  ])('%s ends every session that was opened with the account, and nobody else’s', async (type, event) => {
    const { corporate, partner, open, lives, sendEvent } = upstream
    const person = someone()
    const mine = [await open({ person, sid: 'a' }), await open({ person })]
    const others = [await open({ person, at: partner }), await open({ person: someone(), sid: 'a' })]
    const answer = await sendEvent(await corporate.issueSecurityEvent({ [type]: event }, { person }))
    expect([answer.status, await answer.text()]).toEqual([202, ''])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await Promise.all(mine.map(lives))).toEqual([false, false])
    expect(await Promise.all(others.map(lives))).toEqual([true, true])
  })

  test('about one session ends that one, whether it names the person too or not', async () => {
    const { corporate, open, lives, sendEvent } = upstream
    const person = someone()
    const [first, second, third] = [
      await open({ person, sid: 'first' }),
      await open({ person, sid: 'second' }),
      await open({ person, sid: 'third' }),
    ]
    const user = { format: 'iss_sub', iss: corporate.issuer, sub: person.sub }
    for (const sub_id of [
      { format: 'complex', user, session: { format: 'opaque', id: 'first' } },
      { format: 'opaque', id: 'second' },
    ])
      await sendEvent(
        await corporate.issueSecurityEvent({ [`${CAEP}/session-revoked`]: {} }, { claims: { sub_id } }),
      )
    expect(await Promise.all([first, second, third].map(lives))).toEqual([false, false, true])
  })

  test('about an account ends all its sessions, whichever it mentions', async () => {
    const { corporate, open, lives, sendEvent } = upstream
    const person = someone()
    const opened = [await open({ person, sid: 'x' }), await open({ person, sid: 'y' })]
    const user = { format: 'iss_sub', iss: corporate.issuer, sub: person.sub }
    const sub_id = { format: 'complex', user, session: { format: 'opaque', id: 'x' } }
    await sendEvent(
      await corporate.issueSecurityEvent({ [`${RISC}/account-disabled`]: {} }, { claims: { sub_id } }),
    )
    expect(await Promise.all(opened.map(lives))).toEqual([false, false])
  })

  test('is understood as Google writes it', async () => {
    const { corporate, open, lives, sendEvent } = upstream
    const person = someone()
    const opened = await open({ person })
    // https://developers.google.com/identity/protocols/risc: the subject is in the event, its type in words of a draft.
    const subject = { subject_type: 'iss-sub', iss: `${corporate.issuer}/`, sub: person.sub }
    const token = await corporate.issueSecurityEvent(
      { [`${RISC}/account-disabled`]: { subject, reason: 'hijacking' } },
      { claims: { sub_id: undefined }, header: { typ: undefined } },
    )
    expect([(await sendEvent(token)).status, await lives(opened)]).toEqual([202, false])
  })

  test('that comes twice ends nothing a second time, and is acknowledged again', async () => {
    const { house, corporate, open, lives, sendEvent } = upstream
    const person = someone()
    const before = await open({ person })
    const token = await corporate.issueSecurityEvent({ [`${CAEP}/session-revoked`]: {} }, { person })
    expect((await sendEvent(token)).status).toBe(202)
    const after = await open({ person })
    await house.restart()
    expect((await sendEvent(token)).status).toBe(202)
    expect(await Promise.all([before, after].map(lives))).toEqual([false, true])
  })
})

describe('a security event', () => {
  let upstream: TestUpstream
  beforeAll(async () => {
    upstream = await startUpstream()
  })
  afterAll(() => upstream[Symbol.asyncDispose]())

  test.each([
    ['verification', 'https://schemas.openid.net/secevent/ssf/event-type/verification', {}],
    ['verification, as Google asks for it', `${RISC}/verification`, { state: 'hello' }],
    ['an account that is back', `${RISC}/account-enabled`, {}],
    [
      'a credential that is new',
      `${CAEP}/credential-change`,
      { credential_type: 'fido2-roaming', change_type: 'create' },
    ],
    ['something nobody knows', 'https://example.com/event', {}],
    ['something of a wrong shape', `${CAEP}/credential-change/`, []],
  ])('that tells of %s is acknowledged and logged, and ends nothing', async (_, type, event) => {
    const { house, corporate, open, lives, sendEvent } = upstream
    const person = someone()
    const opened = await open({ person })
    const { status } = await sendEvent(await corporate.issueSecurityEvent({ [type]: event }, { person }))
    expect([status, await lives(opened)]).toEqual([202, true])
    expect(house.logLines.some((line) => line.includes('passed over') && line.includes(type))).toBe(true)
  })

  test('about a person of another issuer, or about nobody known, is acknowledged and ends nothing', async () => {
    const { corporate, partner, open, lives, sendEvent } = upstream
    const person = someone()
    const opened = [await open({ person, sid: 's' }), await open({ person, at: partner })]
    const foreign = { format: 'iss_sub', iss: partner.issuer, sub: person.sub }
    for (const sub_id of [
      foreign,
      { format: 'complex', user: foreign, session: { format: 'opaque', id: 's' } },
      { format: 'email', email: person.email },
      { format: 'iss_sub', iss: corporate.issuer },
      { format: 'complex' },
      'nonsense',
      [],
    ]) {
      const token = await corporate.issueSecurityEvent(
        { [`${CAEP}/session-revoked`]: {} },
        { claims: { sub_id } },
      )
      expect((await sendEvent(token)).status, JSON.stringify(sub_id)).toBe(202)
    }
    expect(await Promise.all(opened.map(lives))).toEqual([true, true])
  })

  const ended = { [`${RISC}/account-disabled`]: {} }
  const seconds = () => upstream.house.clock.now() / 1_000
  const forged = { jti: 'j', events: ended }
  const person = someone()
  const attacks: Readonly<Record<string, readonly [string, () => Promise<string>]>> = {
    'with alg none': [
      'invalid_request',
      () => upstream.corporate.forgeIdToken('unsigned', { person, claims: forged }),
    ],
    'signed by a stranger': [
      'invalid_key',
      () => upstream.corporate.forgeIdToken('foreign-key', { person, claims: forged }),
    ],
    'that was altered': [
      'invalid_key',
      () => upstream.corporate.forgeIdToken('altered-claims', { person, claims: forged }),
    ],
    'for another receiver': [
      'invalid_audience',
      () => upstream.corporate.issueSecurityEvent(ended, { person, clientId: 'somebody-else' }),
    ],
    'of another issuer': [
      'invalid_issuer',
      () => upstream.corporate.issueSecurityEvent(ended, { person, claims: { iss: 'https://sso.example' } }),
    ],
    'of another provider of ours': [
      'invalid_issuer',
      () => upstream.partner.issueSecurityEvent(ended, { person }),
    ],
    'of another provider in the name of this one': [
      'invalid_key',
      () =>
        upstream.partner.issueSecurityEvent(ended, { person, claims: { iss: upstream.corporate.issuer } }),
    ],
    'that is an ID token': ['invalid_request', () => upstream.corporate.issueIdToken({ person })],
    'that is an access token': [
      'invalid_request',
      () => upstream.corporate.issueSecurityEvent(ended, { person, header: { typ: 'at+jwt' } }),
    ],
    'that is a logout token': ['invalid_request', () => upstream.corporate.issueLogoutToken({ person })],
    'without a jti': [
      'invalid_request',
      () => upstream.corporate.issueSecurityEvent(ended, { person, claims: { jti: undefined } }),
    ],
    'without iat': [
      'invalid_request',
      () => upstream.corporate.issueSecurityEvent(ended, { person, claims: { iat: undefined } }),
    ],
    'whose events are a list': [
      'invalid_request',
      () => upstream.corporate.issueSecurityEvent(ended, { person, claims: { events: [] } }),
    ],
    'that is older than a week': [
      'invalid_request',
      () =>
        upstream.corporate.issueSecurityEvent(ended, {
          person,
          claims: { iat: seconds() - 7 * DAY_IN_SECONDS - 1 },
        }),
    ],
    'from the future': [
      'invalid_request',
      () => upstream.corporate.issueSecurityEvent(ended, { person, claims: { iat: seconds() + 60 } }),
    ],
    'that is no JWT': ['invalid_request', async () => 'nonsense'],
  }

  test.each(Object.entries(attacks))('%s is refused in the words of RFC 8935', async (_, [err, make]) => {
    const session = await upstream.open({ person })
    const answer = await upstream.sendEvent(await make())
    expect(answer.status).toBe(400)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.json()).toEqual({ err, description: expect.any(String) })
    expect(await upstream.lives(session)).toBe(true)
  })

  test('of six days ago still counts', async () => {
    const { corporate, open, lives, sendEvent } = upstream
    const late = someone()
    const opened = await open({ person: late })
    const claims = { iat: seconds() - 6 * DAY_IN_SECONDS }
    await sendEvent(await corporate.issueSecurityEvent(ended, { person: late, claims }))
    expect(await lives(opened)).toBe(false)
  })

  test.each(['', 'Bearer', 'Bearer wrong', 'Bearer push-token-push-tokenx', 'Basic push-token-push-token'])(
    'from somebody who shows %j is refused',
    async (authorization) => {
      const { corporate, open, lives, sendEvent } = upstream
      const session = await open({ person })
      const token = await corporate.issueSecurityEvent(ended, { person })
      const answer = await sendEvent(token, { authorization })
      expect([answer.status, await answer.json()]).toEqual([
        400,
        { err: 'authentication_failed', description: expect.any(String) },
      ])
      expect(await lives(session)).toBe(true)
    },
  )

  test('needs no bearer token where none was agreed on', async () => {
    const { partner, open, lives, sendEvent } = upstream
    const other = someone()
    const session = await open({ person: other, at: partner })
    const token = await partner.issueSecurityEvent(ended, { person: other })
    const answer = await sendEvent(token, { provider: 'partner', authorization: '' })
    expect([answer.status, await lives(session)]).toEqual([202, false])
  })

  test('of a provider whose events are not heard finds nobody', async () => {
    const { house, sendEvent } = upstream
    const token = await house.provider.issueSecurityEvent(ended, { person })
    for (const provider of ['google', 'nobody'])
      expect((await sendEvent(token, { provider })).status).toBe(404)
  })

  test('is taken as application/secevent+jwt alone, and only so large', async () => {
    const { house, corporate } = upstream
    const token = await corporate.issueSecurityEvent(ended, { person })
    const send = (type: string, body: string) =>
      house.latchkey.fetch(
        new Request('http://localhost:4000/providers/partner/security-events', {
          method: 'POST',
          headers: { 'content-type': type },
          body,
        }),
      )
    expect((await send('application/json', token)).status).toBe(400)
    expect((await send('application/secevent+jwt', 'x'.repeat(40_000))).status).toBe(413)
    expect((await send('application/secevent+jwt', 'x'.repeat(20_000))).status).toBe(400)
  })

  test('that cannot be checked now, for its keys cannot be had, is to be sent again', async () => {
    const gone = 'http://localhost:1'
    const sleeping = oidc({ id: 'sleeping', clientIds: ['c'], issuer: gone, securityEvents: {} })
    await using other = await startUpstream({ otherProviders: [sleeping] })
    const token = await other.corporate.issueSecurityEvent(ended, { person, claims: { iss: gone } })
    const answer = await other.sendEvent(token, { provider: 'sleeping' })
    expect([answer.status, answer.headers.has('retry-after')]).toEqual([503, true])
  })
})
