import { apiKeyList, paths } from '@latchkey/contract'
import { drfToken } from '@latchkey/server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { admittedBy, makeKey, startApiKeyDoor } from '../fixtures/test-api-keys.js'
import type { TestBrowser } from '../fixtures/test-browser.js'
import { startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { CONFIDENTIAL, ISSUER, PUBLIC } from '../fixtures/test-latchkey.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe.each(databaseKinds)('an API key at an API in the process, on $name', (kind) => {
  let database: TestDatabase
  let door: TestBrowserDoor
  let ada: TestBrowser
  beforeEach(async () => {
    database = await kind.create()
    door = await startApiKeyDoor({ database })
    ada = door.openBrowser()
    await door.signUp(ada)
  })
  afterEach(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })
  const lastUseOf = async (browser: TestBrowser) => {
    const answer = await browser.send('GET', paths.accountApiKeys)
    return apiKeyList.parse(answer.body).apiKeys[0]?.lastUsedAt
  }

  it('is its owner, with the scopes it was given, no role, and no sign-in', async () => {
    await runSql(database, `update users set roles = '["admin"]'`)
    await door.restart()
    const { key, apiKey } = await makeKey(ada)
    const { guard } = door.latchkey
    const principal = await guard.check({ authorization: `Bearer ${key}` })
    const state = await ada.readState()
    expect(principal).toMatchObject({
      userId: state.status === 'signed_in' && state.user.id,
      sessionId: apiKey.id,
      clientId: 'api-key',
      scopes: ['todos:read'],
      roles: [],
      amr: [],
      issuer: ISSUER,
      expiresAt: Date.parse(apiKey.expiresAt),
    })
    for (const absent of ['authenticatedAt', 'acr']) expect(principal).not.toHaveProperty(absent)
    for (const absent of ['amr', 'auth_time', 'acr', 'roles', 'permissions'])
      expect(principal.claims).not.toHaveProperty(absent)

    const refusalFor = async (requirement: Parameters<typeof guard.admit>[1]) => {
      const admission = await guard.admit({ authorization: `Bearer ${key}` }, requirement)
      return admission.admitted ? 'admitted' : admission.refusal.body
    }
    expect(await refusalFor({ scopes: ['todos:read'] })).toBe('admitted')
    expect(await refusalFor({ scopes: ['todos:write'] })).toMatchObject({ reason: 'scope_insufficient' })
    expect(await refusalFor({ roles: ['admin'] })).toMatchObject({ reason: 'role_insufficient' })
    expect(await refusalFor({ signedInWithin: 365 * DAY })).toMatchObject({ reason: 'sign_in_insufficient' })
    expect(await refusalFor({ acr: ['mfa'] })).toMatchObject({ reason: 'sign_in_insufficient' })
  })

  it('is explained to a confidential client, and to no public one', async () => {
    const { key, apiKey } = await makeKey(ada)
    expect(await door.introspect(key)).toEqual({
      active: true,
      token_type: 'Bearer',
      iss: ISSUER,
      sub: expect.stringMatching(/^usr_/),
      sid: apiKey.id,
      client_id: 'api-key',
      scope: 'todos:read',
      aud: apiKey.audience,
      exp: Date.parse(apiKey.expiresAt) / 1_000,
      iat: Date.parse(apiKey.createdAt) / 1_000,
    })
    expect((await door.post(paths.introspect, { token: key }, PUBLIC)).status).toBe(401)
  })

  it('lives to its last day however little it is used, and not a moment longer', async () => {
    const { key } = await makeKey(ada, { days: 30 })
    door.clock.advance(30 * DAY - 1)
    expect(await admittedBy(door, key)).toBe('accepted')
    door.clock.advance(1)
    expect(await admittedBy(door, key)).toBe('token_session_ended')
    expect(await door.introspect(key)).toEqual({ active: false })
  })

  it('its first use is seen in the list, and a later one when a minute has passed', async () => {
    const { key } = await makeKey(ada)
    door.clock.advance(1_000)
    const first = new Date(door.clock.now()).toISOString()
    expect(await lastUseOf(ada)).toBe(null)
    await admittedBy(door, key)
    expect(await lastUseOf(ada)).toBe(first)
    door.clock.advance(MINUTE - 1)
    await admittedBy(door, key)
    expect(await lastUseOf(ada)).toBe(first)
    door.clock.advance(1)
    await admittedBy(door, key)
    expect(await lastUseOf(ada)).toBe(new Date(door.clock.now()).toISOString())
    await door.restart()
    expect(await lastUseOf(ada)).toBe(new Date(door.clock.now()).toISOString())
  })

  it('that was ended is refused at the next request, and the others go on', async () => {
    const [one, two] = [await makeKey(ada), await makeKey(ada, { name: 'Report' })]
    expect([await admittedBy(door, one.key), await admittedBy(door, two.key)]).toEqual([
      'accepted',
      'accepted',
    ])
    const path = `${paths.accountApiKeys}/${one.apiKey.id}`
    const answers = [await ada.send('DELETE', path), await ada.send('DELETE', path)]
    for (const { status, body } of answers)
      expect([status, apiKeyList.parse(body).apiKeys.map(({ name }) => name)]).toEqual([200, ['Report']])
    expect([await admittedBy(door, one.key), await admittedBy(door, two.key)]).toEqual([
      'token_session_ended',
      'accepted',
    ])
    expect(apiKeyList.parse((await ada.send('DELETE', paths.accountApiKeys)).body).apiKeys).toEqual([])
    expect(await admittedBy(door, two.key)).toBe('token_session_ended')
    expect((await ada.readState()).status).toBe('signed_in')
  })

  it('loses what the configuration takes from keys, at the next start', async () => {
    const { key } = await makeKey(ada, { scopes: ['todos:read', 'todos:write'] })
    const { key: reading } = await makeKey(ada)
    await using narrower = await startApiKeyDoor({ database, apiKeys: { scopes: ['todos:write'] } })
    expect(await narrower.latchkey.guard.verify(key)).toMatchObject({ scopes: ['todos:write'] })
    expect(await narrower.latchkey.guard.verify(reading)).toMatchObject({ scopes: [] })
    await using elsewhere = await startApiKeyDoor({
      database,
      apiKeys: { audiences: ['https://reports.example'] },
    })
    expect(await admittedBy(elsewhere, key)).toBe('token_session_ended')
    await using without = await startTestBrowserDoor({
      database,
      options: { audiences: ['http://localhost:8000'], doors: [drfToken()] },
    })
    expect(await admittedBy(without, key)).toBe('token_session_ended')
    expect(await without.introspect(key)).toEqual({ active: false })
    expect((await without.post(paths.revoke, { token: key }, CONFIDENTIAL)).status).toBe(200)
    expect(await admittedBy(door, key)).toBe('accepted')
  })

  it('has the roles its owner has at the moment, where the configuration says so', async () => {
    await using carrying = await startApiKeyDoor({ database, apiKeys: { carriesRoles: true } })
    const { key } = await makeKey(ada)
    await runSql(database, `update users set roles = '["editor"]'`)
    expect(await carrying.latchkey.guard.verify(key)).toMatchObject({ roles: ['editor'] })
    expect(await carrying.introspect(key)).toMatchObject({ roles: ['editor'] })
  })
})

it('tokens of a door that was shut open nothing because keys do', async () => {
  await using open = await startApiKeyDoor({ options: { doors: [drfToken()] } })
  const response = await open.latchkey.fetch(
    new Request(`${ISSUER}/google/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ auth_token: await open.idToken() }),
    }),
  )
  const { tokens } = (await response.json()) as { tokens: string }
  expect(await admittedBy(open, tokens, 'http://localhost:8000')).toBe('accepted')
  await using shut = await startApiKeyDoor({ database: open.database })
  expect(await admittedBy(shut, tokens)).toBe('token_session_ended')
})
