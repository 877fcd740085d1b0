import { CLIENT_CREDENTIALS_GRANT, machineTokenResponse, paths } from '@latchkey/contract'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { API, CONFIDENTIAL, ISSUER } from '../packages/server/test/fixtures/test-latchkey.js'
import { ask, expectNotStored } from './fixtures/ask.js'
import { call, machineToken, READER, RECEIVER, startEventHouse } from './fixtures/event-streams.js'

// RFC 6749 §4.4, and RFC 9068 for what comes of it.

const form = { grant_type: CLIENT_CREDENTIALS_GRANT }

test('§4.4.3: a client gets an access token in its own name, and no refresh token', async () => {
  await using house = await startEventHouse()
  const answer = await ask(house, paths.token, { client: RECEIVER, form })
  expect(answer.status).toBe(200)
  expectNotStored(answer)
  expect(machineTokenResponse.strict().parse(answer.body)).toMatchObject({
    token_type: 'Bearer',
    expires_in: 600,
    scope: 'ssf.read ssf.manage',
  })
})

test('RFC 9068 §2.2: the token names its client as its subject, the endpoints it is for, and no session', async () => {
  await using house = await startEventHouse()
  const { body } = await ask(house, paths.jwks)
  const { payload, protectedHeader } = await jwtVerify(
    await machineToken(house, RECEIVER, 'ssf.read'),
    createLocalJWKSet(body as never),
    { issuer: ISSUER, audience: `${ISSUER}/ssf`, currentDate: new Date(house.clock.now()) },
  )
  const now = Math.floor(house.clock.now() / 1_000)
  expect(protectedHeader.typ).toBe('at+jwt')
  expect(payload).toEqual({
    iss: ISSUER,
    sub: RECEIVER.id,
    client_id: RECEIVER.id,
    aud: `${ISSUER}/ssf`,
    scope: 'ssf.read',
    iat: now,
    exp: now + 600,
    jti: expect.stringMatching(/^[0-9a-f]{32}$/),
  })
})

describe('what is refused', () => {
  test.each([
    ['a client that may do nothing in its own name', CONFIDENTIAL, {}, 'unauthorized_client'],
    ['a scope of people', RECEIVER, { scope: 'openid' }, 'invalid_scope'],
    ['a scope it was not given', READER, { scope: 'ssf.manage' }, 'invalid_scope'],
  ])('%s', async (_, client, more, error) => {
    await using house = await startEventHouse()
    const { status, body } = await ask(house, paths.token, { client, form: { ...form, ...more } })
    expect([status, body['error']]).toEqual([400, error])
  })

  test('a client that does not prove who it is', async () => {
    await using house = await startEventHouse()
    const client = { ...RECEIVER, secret: 'guessed-guessed-guessed-guessed-01' }
    expect((await ask(house, paths.token, { client, form })).status).toBe(401)
    expect((await ask(house, paths.token, { form: { ...form, client_id: RECEIVER.id } })).status).toBe(401)
  })
})

describe('a token of a program passes for nobody', () => {
  test('no guard takes it, neither of an API nor of the issuer itself, and userinfo knows nobody', async () => {
    await using house = await startEventHouse({ options: { audiences: [ISSUER, API, `${ISSUER}/ssf`] } })
    const token = await machineToken(house)
    for (const audience of [ISSUER, API, `${ISSUER}/ssf`])
      await expect(house.latchkey.guardFor(audience).verify(token)).rejects.toMatchObject({
        code: expect.stringMatching(/^token_(claims_invalid|audience_mismatch)$/),
      })
    const { status } = await ask(house, paths.userinfo, { headers: { authorization: `Bearer ${token}` } })
    expect(status).toBe(401)
  })

  test('it is not active to who asks about it', async () => {
    await using house = await startEventHouse()
    expect(await house.introspect(await machineToken(house))).toEqual({ active: false })
  })

  test('and the token of a person opens no stream, though an API is called what the endpoints are', async () => {
    await using house = await startEventHouse({ options: { audiences: [`${ISSUER}/ssf`] } })
    const { access_token } = await house.signIn()
    const { status, body } = await call(house, paths.eventStreams, { token: access_token })
    expect([status, body['reason']]).toEqual([401, 'token_claims_invalid'])
  })

  test('not even when the client is called as the person is', async () => {
    await using house = await startEventHouse()
    const { user } = await house.signIn()
    const namesake = { id: user.sub, secret: RECEIVER.secret }
    await using other = await startEventHouse({
      database: house.database,
      startAt: house.clock.now(),
      options: {
        audiences: [`${ISSUER}/ssf`],
        clients: [{ ...namesake, type: 'confidential', scopes: ['openid', 'ssf.manage'] }],
      },
    })
    const { access_token, user: again } = await other.signIn(namesake)
    expect(again.sub).toBe(namesake.id)
    const { body } = await call(other, paths.eventStreams, { token: access_token })
    expect(body['reason']).toBe('token_claims_invalid')
  })

  test('it is over after ten minutes, and at once when its client is removed or loses the scope', async () => {
    await using house = await startEventHouse()
    const token = await machineToken(house, READER)
    const list = () => call(house, paths.eventStreams, { token })
    expect((await list()).status).toBe(200)
    house.clock.advance(605_000)
    expect((await list()).body['reason']).toBe('token_expired')

    const reader = await machineToken(house, READER)
    await using without = await startEventHouse({
      database: house.database,
      startAt: house.clock.now(),
      options: { clients: [{ ...READER, type: 'confidential' }] },
    })
    await using gone = await startEventHouse({
      database: house.database,
      startAt: house.clock.now(),
      options: { clients: [{ ...RECEIVER, type: 'confidential' }] },
    })
    const here = await call(without, paths.eventStreams, { token: reader })
    expect([here.status, here.body['reason']]).toEqual([403, 'scope_insufficient'])
    const there = await call(gone, paths.eventStreams, { token: reader })
    expect([there.status, there.body['reason']]).toEqual([401, 'token_claims_invalid'])
  })
})
