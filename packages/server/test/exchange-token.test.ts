import { paths, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { databaseKinds } from './fixtures/databases.js'
import { somePerson } from './fixtures/people.js'
import { countRows, runSql } from './fixtures/run-sql.js'
import { atOnce } from './fixtures/stores.js'
import { API, CONFIDENTIAL, granted, ISSUER, PUBLIC, startTestLatchkey } from './fixtures/test-latchkey.js'

const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token'
const ALL_SCOPES = 'openid profile email todos:read todos:write'

describe('exchangeToken', () => {
  test('an ID token of a configured provider opens a session', async () => {
    await using house = await startTestLatchkey()
    const ada = somePerson({ picture: 'https://pictures.example/ada' })
    const signedIn = await house.signIn(CONFIDENTIAL, ada)
    expect(signedIn).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      token_type: 'Bearer',
      expires_in: 600,
      refresh_token: expect.stringMatching(/^lkrt_[0-9a-f]{32}\.0\.[\w-]{43}$/),
      scope: ALL_SCOPES,
      session_id: expect.stringMatching(/^ses_[0-9a-f]{32}$/),
      user: {
        sub: expect.stringMatching(/^usr_[0-9a-f]{32}$/),
        email: 'ada@example.com',
        email_verified: true,
        name: 'Ada Lovelace',
        picture: 'https://pictures.example/ada',
        updated_at: house.clock.now() / 1_000,
      },
    })
  })

  test('the access token says whose it is, for which API, and how they proved it', async () => {
    await using house = await startTestLatchkey()
    const { access_token, session_id, user } = await house.signIn()
    const now = house.clock.now() / 1_000
    expect(decodeJwt(access_token)).toEqual({
      iss: ISSUER,
      sub: user.sub,
      aud: API,
      exp: now + 600,
      iat: now,
      jti: expect.stringMatching(/^[0-9a-f]{32}$/),
      sid: session_id,
      client_id: CONFIDENTIAL.id,
      scope: ALL_SCOPES,
      amr: ['fed'],
      auth_time: now,
      status: { status_list: { idx: expect.any(Number), uri: `${ISSUER}/status-lists/0` } },
    })
    expect(await house.latchkey.guard.verify(access_token)).toMatchObject({ userId: user.sub })
  })

  test('the time of the proof is kept when the provider tells it, and is never later than the token', async () => {
    await using house = await startTestLatchkey()
    const now = house.clock.now() / 1_000
    for (const [told, kept] of [
      [now - 3_600, now - 3_600],
      [now + 3_600, now],
      [-1e300, now],
      [0, now],
      ['yesterday', now],
    ]) {
      const idToken = await house.idToken(somePerson({ email: `${told}@example.com` }), { auth_time: told })
      const { access_token } = granted(await house.exchange(idToken))
      expect(decodeJwt(access_token)['auth_time'], String(told)).toBe(kept)
    }
  })

  test('every sign-in opens a session of its own', async () => {
    await using house = await startTestLatchkey()
    const first = await house.signIn()
    const second = await house.signIn()
    expect(second.user.sub).toBe(first.user.sub)
    expect(second.session_id).not.toBe(first.session_id)
    expect(second.refresh_token).not.toBe(first.refresh_token)
  })

  test('a client gets the scopes and the audience it asks for', async () => {
    await using house = await startTestLatchkey({ options: { audiences: [API, 'http://localhost:9000'] } })
    const response = await house.post(
      paths.token,
      {
        grant_type: TOKEN_EXCHANGE_GRANT,
        subject_token: await house.idToken(),
        subject_token_type: ID_TOKEN,
        scope: 'todos:read openid todos:read',
        audience: 'http://localhost:9000',
      },
      PUBLIC,
    )
    const { access_token, scope } = await response.json()
    expect(scope).toBe('todos:read openid')
    expect(decodeJwt(access_token)).toMatchObject({
      scope,
      aud: 'http://localhost:9000',
      client_id: PUBLIC.id,
    })
  })

  test.each([
    ['a scope the server does not know', { scope: 'todos:delete' }, 'scope_not_allowed', 'invalid_scope'],
    ['a scope that is none', { scope: 'todos:read "' }, 'scope_not_allowed', 'invalid_scope'],
    ['an audience the server does not know', { audience: 'http://x' }, 'audience_unknown', 'invalid_target'],
    ['the nonce of another sign-in', { nonce: 'mine' }, 'proof_nonce_mismatch', 'invalid_grant'],
  ])('%s is refused, and the proof stays unused', async (_, deviation, reason, error) => {
    await using house = await startTestLatchkey()
    const idToken = await house.idToken()
    const parameters = {
      grant_type: TOKEN_EXCHANGE_GRANT,
      subject_token: idToken,
      subject_token_type: ID_TOKEN,
    }
    const response = await house.post(paths.token, { ...parameters, ...deviation }, CONFIDENTIAL)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ reason, error })
    expect((await house.post(paths.token, parameters, CONFIDENTIAL)).status).toBe(200)
  })

  test('the nonce a client sent along is compared', async () => {
    await using house = await startTestLatchkey()
    const response = await house.post(
      paths.token,
      {
        grant_type: TOKEN_EXCHANGE_GRANT,
        subject_token: await house.provider.issueIdToken({ nonce: 'n-0S6_WzA2Mj' }),
        subject_token_type: ID_TOKEN,
        nonce: 'n-0S6_WzA2Mj',
      },
      CONFIDENTIAL,
    )
    expect(response.status).toBe(200)
  })

  test.each(databaseKinds)(
    'one ID token opens one session, however many try at once ($name)',
    async (kind) => {
      const database = await kind.create()
      {
        await using house = await startTestLatchkey({ database })
        const idToken = await house.idToken()
        const answers = await atOnce(20, () => house.exchange(idToken))
        const reasons = answers.map((answer) => ('reason' in answer ? answer.reason : 'signed in')).sort()
        expect(reasons).toEqual([...Array(19).fill('proof_replayed'), 'signed in'])
        expect(await countRows(database, 'sessions')).toBe(1)
      }
      await database.drop()
    },
  )

  test.each(databaseKinds)(
    'an ID token is used once, though its times are fractions or far away ($name)',
    async (kind) => {
      await using database = await kind.create()
      await using house = await startTestLatchkey({ database })
      const now = house.clock.now() / 1_000
      for (const exp of [now + 60.1234, 1e18, 1e300]) {
        const idToken = await house.idToken(somePerson({ email: `${exp}@example.com` }), {
          exp,
          iat: now - 0.5,
        })
        granted(await house.exchange(idToken))
        expect(await house.exchange(idToken)).toMatchObject({ reason: 'proof_replayed' })
      }
    },
  )

  test('a user who is suspended is refused, and no session is left behind', async () => {
    await using house = await startTestLatchkey()
    const { user } = await house.signIn()
    await runSql(house.database, `update users set suspended_at = 1 where id = '${user.sub}'`)
    expect(await house.exchange(await house.idToken())).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      reason: 'user_suspended',
    })
    expect(await countRows(house.database, 'sessions')).toBe(1)
  })
})
