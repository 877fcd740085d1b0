import { paths, REFRESH_TOKEN_GRANT } from '@latchkey/contract'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { DAY, MINUTE, SECOND } from '../src/model/time.js'
import { databaseKinds, sqlite } from './fixtures/databases.js'
import { runSql } from './fixtures/run-sql.js'
import { atOnce } from './fixtures/stores.js'
import {
  CONFIDENTIAL,
  granted,
  PUBLIC,
  startTestLatchkey,
  type TestClient,
  type TestLatchkey,
} from './fixtures/test-latchkey.js'

const refresh = async (house: TestLatchkey, token: string, client: TestClient) =>
  granted(await house.refresh(token, client))

const withScope = async (house: TestLatchkey, refresh_token: string, scope: string, client: TestClient) => {
  const response = await house.post(
    paths.token,
    { grant_type: REFRESH_TOKEN_GRANT, refresh_token, scope },
    client,
  )
  return { status: response.status, body: await response.json() }
}

const CLIENTS: readonly { readonly name: string; readonly client: TestClient }[] = [
  { name: 'a confidential client', client: CONFIDENTIAL },
  { name: 'a public client', client: PUBLIC },
]

describe.each(CLIENTS)('$name', ({ client }) => {
  test('gets a new access token of the same session, and the user', async () => {
    await using house = await startTestLatchkey()
    const signedIn = await house.signIn(client)
    house.clock.advance(5 * MINUTE)
    const refreshed = await refresh(house, signedIn.refresh_token, client)
    const { issued_token_type: _, ...same } = signedIn
    expect(refreshed).toEqual({
      ...same,
      access_token: expect.any(String),
      refresh_token: expect.stringMatching(/^lkrt_/),
    })
    const [before, after] = [decodeJwt(signedIn.access_token), decodeJwt(refreshed.access_token)]
    expect(after).toEqual({
      ...before,
      iat: house.clock.now() / SECOND,
      exp: house.clock.now() / SECOND + 600,
      jti: expect.any(String),
    })
    expect(after.jti).not.toBe(before.jti)
  })

  test('may ask for fewer scopes, for that access token only', async () => {
    await using house = await startTestLatchkey()
    const signedIn = await house.signIn(client)
    const narrow = await withScope(house, signedIn.refresh_token, 'todos:read', client)
    expect(narrow).toMatchObject({ status: 200, body: { scope: 'todos:read' } })
    expect(decodeJwt(narrow.body.access_token)).toMatchObject({ scope: 'todos:read' })
    expect(await refresh(house, narrow.body.refresh_token, client)).toMatchObject({ scope: signedIn.scope })
  })

  test('may not ask for more scopes than the session has, and trying spends nothing', async () => {
    await using house = await startTestLatchkey({
      options: { scopes: ['todos:read', 'todos:write', 'admin'] },
    })
    const narrow = await house.post(
      paths.token,
      {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        subject_token: await house.idToken(),
        scope: 'openid todos:read',
      },
      client,
    )
    const { refresh_token } = await narrow.json()
    expect(await withScope(house, refresh_token, 'openid admin', client)).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope', reason: 'scope_not_allowed' },
    })
    house.clock.advance(MINUTE)
    expect(await refresh(house, refresh_token, client)).toMatchObject({ scope: 'openid todos:read' })
  })

  test('keeps a session that is used past the idle limit, until the absolute limit', async () => {
    await using house = await startTestLatchkey()
    let { refresh_token: token } = await house.signIn(client)
    for (let day = 13; day < 90; day += 13) {
      house.clock.advance(13 * DAY)
      token = (await refresh(house, token, client)).refresh_token
    }
    house.clock.advance(12 * DAY - 1 * MINUTE)
    expect(await refresh(house, token, client)).toMatchObject({ expires_in: 60 })
    token = (await refresh(house, token, client)).refresh_token
    house.clock.advance(1 * MINUTE)
    expect(await house.refresh(token, client)).toMatchObject({
      reason: 'session_expired',
      error: 'invalid_grant',
    })
  })

  test('finds a session expired that nobody used for the idle limit', async () => {
    await using house = await startTestLatchkey()
    const { refresh_token, access_token } = await house.signIn(client)
    house.clock.advance(14 * DAY)
    expect(await house.refresh(refresh_token, client)).toMatchObject({ reason: 'session_expired' })
    expect(await house.introspect(access_token)).toEqual({ active: false })
  })

  test('finds a session ended that was revoked, however often it asks', async () => {
    await using house = await startTestLatchkey()
    const { refresh_token } = await house.signIn(client)
    await house.post(paths.revoke, { token: refresh_token }, client)
    for (let time = 0; time < 3; time += 1)
      expect(await house.refresh(refresh_token, client)).toMatchObject({
        status: 400,
        reason: 'session_ended',
      })
  })

  test('is refused for a user who is suspended', async () => {
    await using house = await startTestLatchkey()
    const { refresh_token, user } = await house.signIn(client)
    await runSql(house.database, `update users set suspended_at = 1 where id = '${user.sub}'`)
    expect(await house.refresh(refresh_token, client)).toMatchObject({ reason: 'user_suspended' })
  })

  test("cannot use another client's refresh token, and trying does it no harm", async () => {
    await using house = await startTestLatchkey()
    const other = client === PUBLIC ? CONFIDENTIAL : PUBLIC
    const { refresh_token } = await house.signIn(other)
    expect(await house.refresh(refresh_token, client)).toMatchObject({
      error: 'invalid_grant',
      reason: 'refresh_token_client_mismatch',
    })
    house.clock.advance(MINUTE)
    await refresh(house, refresh_token, other)
  })

  test('goes on after a restart of the server', async () => {
    await using house = await startTestLatchkey()
    const { refresh_token, access_token, session_id } = await house.signIn(client)
    await house.restart()
    expect(await house.introspect(access_token)).toMatchObject({ active: true, sid: session_id })
    const refreshed = await refresh(house, refresh_token, client)
    await house.restart()
    expect(await refresh(house, refreshed.refresh_token, client)).toMatchObject({ session_id })
  })

  test('goes on when the root secret is replaced, while the one before is retiring', async () => {
    await using database = await sqlite.create()
    const [before, after] = ['a'.repeat(32), 'b'.repeat(32)]
    let tokens: Awaited<ReturnType<TestLatchkey['signIn']>>
    {
      await using house = await startTestLatchkey({ database, options: { secrets: [before] } })
      tokens = await house.signIn(client)
    }
    {
      await using house = await startTestLatchkey({ database, options: { secrets: [after, before] } })
      expect(await house.introspect(tokens.access_token)).toMatchObject({ active: true })
      tokens = await refresh(house, tokens.refresh_token, client)
    }
    await expect(startTestLatchkey({ database, options: { secrets: [after] } })).rejects.toThrow(
      'secrets: the signing keys in the database were sealed under another secret',
    )
  })

  test.each([
    ['nothing of ours', 'hello'],
    ['forged', `lkrt_${'0'.repeat(32)}.0.${'A'.repeat(43)}`],
    ['longer than any of ours', `lkrt_${'0'.repeat(20_000)}`],
  ])('is refused a token that is %s', async (_, token) => {
    await using house = await startTestLatchkey()
    expect(await house.refresh(token, client)).toMatchObject({ status: 400, reason: 'refresh_token_invalid' })
  })
})

describe('a confidential client', () => {
  test('keeps its refresh token, so that parallel renders and lost answers lose nothing', async () => {
    await using house = await startTestLatchkey()
    const { refresh_token } = await house.signIn(CONFIDENTIAL)
    for (let day = 0; day < 3; day += 1) {
      const answers = await atOnce(20, () => refresh(house, refresh_token, CONFIDENTIAL))
      expect(new Set(answers.map((answer) => answer.refresh_token))).toEqual(new Set([refresh_token]))
      expect(new Set(answers.map((answer) => answer.access_token)).size).toBe(20)
      house.clock.advance(DAY)
    }
  })

  test('is introspected as it is used, not as it was when it was read first', async () => {
    await using house = await startTestLatchkey()
    const signedIn = await house.signIn(CONFIDENTIAL)
    await house.introspect(signedIn.access_token)
    house.clock.advance(13 * DAY)
    await refresh(house, signedIn.refresh_token, CONFIDENTIAL)
    house.clock.advance(2 * DAY)
    expect(await house.introspect(signedIn.refresh_token)).toMatchObject({
      active: true,
      exp: (house.clock.now() + 12 * DAY) / SECOND,
    })
  })
})

describe('a public client', () => {
  test('gets a successor, and within the grace the same one again', async () => {
    await using house = await startTestLatchkey()
    const { refresh_token: first } = await house.signIn(PUBLIC)
    const { refresh_token: second } = await refresh(house, first, PUBLIC)
    expect(second).not.toBe(first)
    house.clock.advance(30 * SECOND)
    expect((await refresh(house, first, PUBLIC)).refresh_token).toBe(second)
  })

  test('that presents a spent token after the grace loses the session, and the log says so', async () => {
    await using house = await startTestLatchkey()
    const { refresh_token: first, access_token, session_id } = await house.signIn(PUBLIC)
    const { refresh_token: second } = await refresh(house, first, PUBLIC)
    house.clock.advance(30 * SECOND + 1)
    expect(await house.refresh(first, PUBLIC)).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      reason: 'refresh_token_reused',
    })
    expect(await house.refresh(second, PUBLIC)).toMatchObject({ reason: 'session_ended' })
    expect(await house.introspect(access_token)).toEqual({ active: false })
    expect(house.logLines).toContainEqual(
      JSON.stringify({ event: 'refresh token reused, session ended', session: session_id, generation: 0 }),
    )
  })

  test.each(databaseKinds)(
    'that presents a spent token many times at once loses the session once, and the history says why ($name)',
    async (kind) => {
      await using database = await kind.create()
      await using house = await startTestLatchkey({ database })
      const { refresh_token: first, session_id } = await house.signIn(PUBLIC)
      await refresh(house, first, PUBLIC)
      house.clock.advance(30 * SECOND + 1)
      const answers = await atOnce(20, () => house.refresh(first, PUBLIC))
      for (const answer of answers)
        expect(answer).toMatchObject({
          reason: expect.stringMatching(/^(refresh_token_reused|session_ended)$/),
        })
      expect(answers).toContainEqual(expect.objectContaining({ reason: 'refresh_token_reused' }))
      expect(await runSql(database, 'select end_reason from sessions')).toEqual([
        { end_reason: 'refresh_token_reused' },
      ])
      const ended = await runSql(
        database,
        `select actor_kind, target, detail from audit_entries where action = 'session.ended'`,
      )
      expect(ended).toEqual([
        { actor_kind: 'server', target: session_id, detail: expect.stringContaining('refresh_token_reused') },
      ])
      expect(JSON.stringify(await runSql(database, 'select * from audit_entries'))).not.toContain(first)
    },
  )

  test('that presents an older token loses the session even within the grace', async () => {
    await using house = await startTestLatchkey()
    const { refresh_token: first } = await house.signIn(PUBLIC)
    const { refresh_token: second } = await refresh(house, first, PUBLIC)
    const { refresh_token: third } = await refresh(house, second, PUBLIC)
    expect(await house.refresh(first, PUBLIC)).toMatchObject({ reason: 'refresh_token_reused' })
    expect(await house.refresh(third, PUBLIC)).toMatchObject({ reason: 'session_ended' })
  })

  test('with no grace is answered once', async () => {
    await using house = await startTestLatchkey({ options: { lifetimes: { refreshGrace: 0 } } })
    const { refresh_token: first } = await house.signIn(PUBLIC)
    await refresh(house, first, PUBLIC)
    house.clock.advance(1)
    expect(await house.refresh(first, PUBLIC)).toMatchObject({ reason: 'refresh_token_reused' })
  })

  test.each(databaseKinds)('that asks a hundred times at once gets one successor ($name)', async (kind) => {
    await using database = await kind.create()
    await using house = await startTestLatchkey({ database })
    const { refresh_token } = await house.signIn(PUBLIC)
    const answers = await atOnce(100, () => refresh(house, refresh_token, PUBLIC))
    expect(new Set(answers.map((answer) => answer.refresh_token)).size).toBe(1)
    expect(await runSql(database, 'select generation from sessions')).toEqual([{ generation: 1 }])
  })
})
