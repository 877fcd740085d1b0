import { errorBody, FIRST_PARTY_PASSWORD_GRANT, paths, tokenResponse } from '@latchkey/contract'
import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds } from './fixtures/databases.js'
import { runSql } from './fixtures/run-sql.js'
import { PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from './fixtures/test-browser-door.js'
import { API, CONFIDENTIAL, PUBLIC, type TestClient } from './fixtures/test-latchkey.js'

const FORM = { id: 'form', secret: 'form-secret-form-secret-form-secret-01' }
const ADA = { email: 'ada@example.com', password: PASSWORD }

describe.each(databaseKinds)('the password grant, on $name', (kind) => {
  let door: TestBrowserDoor
  let database: Awaited<ReturnType<typeof kind.create>>
  beforeEach(async () => {
    database = await kind.create()
    door = await startTestBrowserDoor({
      database,
      options: {
        clients: [
          { ...CONFIDENTIAL, type: 'confidential' },
          { ...FORM, type: 'confidential', passwordSignIn: true },
          { ...PUBLIC, type: 'public' },
        ],
      },
    })
    await door.signUp(door.openBrowser())
  })
  afterEach(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  const ask = async (deviation: Record<string, string> = {}, client: TestClient = FORM) => {
    const parameters = { grant_type: FIRST_PARTY_PASSWORD_GRANT, ...ADA, ...deviation }
    const response = await door.post(paths.token, parameters, client)
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  const refusal = async (...asked: Parameters<typeof ask>) => {
    const { status, body } = await ask(...asked)
    const { error, reason, parameter } = errorBody.strict().parse(body)
    return { status, error, reason, ...(parameter !== undefined && { parameter }) }
  }

  it('gives an application of the operator’s own tokens for address and password, and a session that shows as its', async () => {
    const { status, headers, body } = await ask({
      user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/143.0',
    })
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    const tokens = tokenResponse.strict().parse(body)
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^eyJ/),
      token_type: 'Bearer',
      expires_in: 600,
      refresh_token: expect.stringMatching(/^lkrt_/),
      scope: 'openid profile email todos:read todos:write',
      session_id: expect.stringMatching(/^ses_[0-9a-f]{32}$/),
      user: {
        sub: expect.stringMatching(/^usr_/),
        email: 'ada@example.com',
        email_verified: true,
        name: 'Ada Lovelace',
        updated_at: Math.floor(door.clock.now() / 1_000),
      },
      device_token: expect.stringMatching(/^lkdv_/),
    })
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      aud: API,
      amr: ['pwd'],
      client_id: 'form',
      sid: tokens.session_id,
    })
    expect(await door.refresh(tokens.refresh_token, FORM)).toMatchObject({ session_id: tokens.session_id })
    const browser = door.openBrowser()
    await door.signIn(browser)
    const { body: list } = await browser.send('GET', paths.accountSessions)
    expect(list).toMatchObject({
      sessions: expect.arrayContaining([
        expect.objectContaining({ id: tokens.session_id, client: 'form', system: 'Linux' }),
      ]),
    })
  })

  it('is for nobody else: not another confidential client, not a public one, not somebody without a secret', async () => {
    const unauthorized = { status: 400, error: 'unauthorized_client', reason: 'client_grant_not_allowed' }
    expect(await refusal({}, CONFIDENTIAL)).toEqual(unauthorized)
    expect(await refusal({}, PUBLIC)).toEqual(unauthorized)
    expect(await refusal({}, { id: FORM.id, secret: 'another-secret-another-secret-another' })).toMatchObject(
      {
        status: 401,
        error: 'invalid_client',
      },
    )
    expect(await refusal({}, { id: FORM.id })).toMatchObject({ status: 401, error: 'invalid_client' })
    const sessions = await runSql(database, `select id from sessions where client_id <> 'browser'`)
    expect(sessions).toEqual([])
  })

  it('refuses a wrong password and an address nobody has in the same words', async () => {
    const wrong = { status: 400, error: 'invalid_grant', reason: 'credentials_wrong' }
    expect(await refusal({ password: 'not the password' })).toEqual(wrong)
    expect(await refusal({ email: 'nobody@example.com' })).toEqual(wrong)
    expect(await refusal({ email: 'ada\u0000@example.com' })).toEqual(wrong)
  })

  it('says nothing about a sign-up that waits: the application is not the browser that signed up', async () => {
    const browser = door.openBrowser()
    await browser.send('POST', paths.signUp, { ...ADA, email: 'eve@example.com' })
    expect((await refusal({ email: 'eve@example.com' })).reason).toBe('credentials_wrong')
  })

  it('is slowed down by where the person is, as the application says: by account there, and elsewhere not', async () => {
    const guess = (network: string, password = 'a guess') => ask({ user_address: network, password })
    for (let count = 0; count < 6; count += 1) expect((await guess('192.0.2.1')).status).toBe(400)
    const paused = await guess('192.0.2.1', PASSWORD)
    expect([paused.status, paused.headers.get('retry-after')]).toEqual([429, '1'])
    expect(errorBody.parse(paused.body).reason).toBe('too_many_attempts')
    expect((await guess('192.0.2.2', PASSWORD)).status).toBe(200)
    // The browser door counts the same people.
    const source = { remoteAddress: '192.0.2.1' }
    expect((await door.openBrowser().send('POST', paths.session, ADA, { source })).status).toBe(429)
  })

  it('refuses an address of the person that is none: nothing would be counted by it', async () => {
    for (const address of ['unknown', '999.1.1.1', '192.0.2.1, 10.0.0.1', 'x'.repeat(300)])
      expect(await refusal({ user_address: address })).toMatchObject({
        status: 400,
        reason: 'invalid_parameter',
      })
    expect((await ask({ user_address: '' })).status).toBe(200)
  })

  it('goes on for a browser it knows while strangers who guess have paused the account, and for all others after a reset', async () => {
    const { device_token: deviceToken } = tokenResponse.parse((await ask()).body)
    for (let guess = 0; guess < 100; guess += 1) await ask({ password: 'a guess' })
    expect((await refusal()).reason).toBe('too_many_attempts')
    const again = tokenResponse.parse((await ask({ device_token: deviceToken ?? '' })).body)
    expect(again.device_token).toBe(deviceToken)
    expect((await refusal({ device_token: `${deviceToken}x` })).reason).toBe('too_many_attempts')

    const browser = door.openBrowser()
    await browser.send('POST', paths.forgotPassword, { email: ADA.email })
    const { token } = await door.linkTo(ADA.email, { subject: /password/i })
    await browser.send('POST', paths.resetPassword, { token, password: 'another good phrase' })
    const anew = { password: 'another good phrase', device_token: deviceToken ?? '' }
    const granted = tokenResponse.parse((await ask(anew)).body)
    expect(granted.device_token).not.toBe(deviceToken)
  })

  it('tells who is suspended, with the right password only', async () => {
    await runSql(database, `update users set suspended_at = ${door.clock.now()}`)
    expect(await refusal()).toEqual({ status: 400, error: 'invalid_grant', reason: 'user_suspended' })
    expect((await refusal({ password: 'not the password' })).reason).toBe('credentials_wrong')
  })

  it('grants the scopes and the audience that were asked for, and no others', async () => {
    const { body } = await ask({ scope: 'openid todos:read', audience: API })
    expect(tokenResponse.parse(body).scope).toBe('openid todos:read')
    expect(await refusal({ scope: 'admin' })).toMatchObject({
      error: 'invalid_scope',
      reason: 'scope_not_allowed',
    })
    expect(await refusal({ audience: 'https://other.example' })).toMatchObject({ error: 'invalid_target' })
  })

  it.each(['email', 'password'])('without %s names what is missing', async (name) => {
    const parameters = { grant_type: FIRST_PARTY_PASSWORD_GRANT, ...ADA } as Record<string, string>
    delete parameters[name]
    const response = await door.post(paths.token, parameters, FORM)
    expect(errorBody.parse(await response.json())).toMatchObject({
      reason: 'missing_parameter',
      parameter: name,
    })
  })

  it('ends with the password: whoever changes it ends the session of the application', async () => {
    const tokens = tokenResponse.parse((await ask()).body)
    const browser = door.openBrowser()
    await door.signIn(browser)
    await browser.send('POST', paths.changePassword, {
      currentPassword: PASSWORD,
      newPassword: 'another good phrase',
    })
    expect(await door.introspect(tokens.access_token)).toEqual({ active: false })
    expect(await door.refresh(tokens.refresh_token, FORM)).toMatchObject({ reason: 'session_ended' })
  })
})
