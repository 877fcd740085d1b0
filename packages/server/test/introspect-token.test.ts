import { paths } from '@latchkey/contract'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { DAY, MINUTE, SECOND } from '../src/model/time.js'
import { runSql } from './fixtures/run-sql.js'
import { API, CONFIDENTIAL, granted, ISSUER, PUBLIC, startTestLatchkey } from './fixtures/test-latchkey.js'

const OTHER = { id: 'api', secret: 'api-secret-api-secret-api-secret-0123' }

const startHouse = () =>
  startTestLatchkey({
    options: {
      clients: [
        { ...CONFIDENTIAL, type: 'confidential' },
        { ...OTHER, type: 'confidential' },
        { ...PUBLIC, type: 'public' },
      ],
    },
  })

describe('introspectToken', () => {
  test('any confidential client is told about an access token', async () => {
    await using house = await startHouse()
    const tokens = await house.signIn(PUBLIC)
    const { iat, exp, jti } = decodeJwt(tokens.access_token)
    for (const client of [CONFIDENTIAL, OTHER])
      expect(await house.introspect(tokens.access_token, client)).toEqual({
        active: true,
        token_type: 'Bearer',
        iss: ISSUER,
        sub: tokens.user.sub,
        sid: tokens.session_id,
        client_id: PUBLIC.id,
        scope: tokens.scope,
        aud: API,
        exp,
        iat,
        jti,
      })
  })

  test('the client that holds a refresh token is told about it, and nobody else', async () => {
    await using house = await startHouse()
    const tokens = await house.signIn(CONFIDENTIAL)
    expect(await house.introspect(tokens.refresh_token)).toEqual({
      active: true,
      token_type: 'refresh_token',
      iss: ISSUER,
      sub: tokens.user.sub,
      sid: tokens.session_id,
      client_id: CONFIDENTIAL.id,
      scope: tokens.scope,
      iat: house.clock.now() / SECOND,
      exp: (house.clock.now() + 14 * DAY) / SECOND,
    })
    expect(await house.introspect(tokens.refresh_token, OTHER)).toEqual({ active: false })
  })

  test('a refresh that narrows an access token does not narrow what is told about another', async () => {
    await using house = await startHouse()
    const tokens = await house.signIn(CONFIDENTIAL)
    granted(await house.refresh(tokens.refresh_token))
    expect(await house.introspect(tokens.access_token)).toMatchObject({ scope: tokens.scope })
  })

  test('a public client is not answered', async () => {
    await using house = await startHouse()
    const { access_token } = await house.signIn(PUBLIC)
    const response = await house.post(paths.introspect, { token: access_token }, PUBLIC)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: 'invalid_client' })
  })

  test('an access token is inactive once it has expired, while its session lives', async () => {
    await using house = await startHouse()
    const { access_token, refresh_token } = await house.signIn()
    house.clock.advance(12 * MINUTE)
    expect(await house.introspect(access_token)).toEqual({ active: false })
    expect(await house.introspect(refresh_token)).toMatchObject({ active: true })
  })

  test('an end that an operator wrote into the database is seen', async () => {
    await using house = await startHouse()
    const { access_token, session_id } = await house.signIn()
    expect(await house.introspect(access_token)).toMatchObject({ active: true })
    await runSql(
      house.database,
      `update sessions set ended_at = 1, end_reason = 'revoked' where id = '${session_id}'`,
    )
    expect(await house.introspect(access_token)).toEqual({ active: false })
  })

  test('a session that was deleted makes its tokens inactive', async () => {
    await using house = await startHouse()
    const { access_token, refresh_token, user } = await house.signIn()
    await runSql(house.database, `delete from sessions where user_id = '${user.sub}'`)
    expect(await house.introspect(access_token)).toEqual({ active: false })
    expect(await house.introspect(refresh_token)).toEqual({ active: false })
  })

  test.each([
    ['nothing of ours', 'hello'],
    ['forged', `lkrt_${'0'.repeat(32)}.0.${'A'.repeat(43)}`],
    ['unsigned', 'eyJhbGciOiJub25lIn0.e30.'],
  ])('a token that is %s is inactive, and nothing more is said', async (_, token) => {
    await using house = await startHouse()
    expect(await house.introspect(token)).toEqual({ active: false })
  })

  test('a session in which somebody acts says so in its access JWT, by introspection and to the API', async () => {
    await using house = await startHouse()
    const { session_id, refresh_token } = await house.signIn()
    // No door gives such a session tokens (decision 0023); what is made of it names whoever acts all the same.
    await runSql(
      house.database,
      `update sessions set actor_id = 'usr_operator', actor_session = 'ses_own' where id = '${session_id}'`,
    )
    await house.restart()
    const { access_token } = granted(await house.refresh(refresh_token))
    expect(decodeJwt(access_token)).toMatchObject({ act: { sub: 'usr_operator' } })
    expect(await house.introspect(access_token)).toMatchObject({ act: { sub: 'usr_operator' } })
    expect(await house.latchkey.guard.verify(access_token)).toMatchObject({ actor: 'usr_operator' })
  })
})
