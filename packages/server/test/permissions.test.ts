import { OPERATOR_ROLE } from '@latchkey/contract'
import type { Guard } from '@latchkey/guard'
import { djRestAuth, drfToken, fastapiTokens, type LatchkeyOptions } from '@latchkey/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { COOKIE, fromPage, openRemoteApi } from './fixtures/api-guards.js'
import { databaseKinds, type TestDatabase } from './fixtures/databases.js'
import { runSql } from './fixtures/run-sql.js'
import { makeKey, startApiKeyDoor } from './fixtures/test-api-keys.js'
import type { TestBrowser } from './fixtures/test-browser.js'
import { PASSWORD, type TestBrowserDoor } from './fixtures/test-browser-door.js'
import { askDoor } from './fixtures/test-django-door.js'
import { CONFIDENTIAL, granted } from './fixtures/test-latchkey.js'

const MINUTE = 60_000
const ADDRESS = 'ada@example.com'
const roles = {
  editor: ['articles.write', 'articles.read'],
  reader: ['articles.read', 'about.read'],
  desk: ['latchkey:users.read'],
}
const options: LatchkeyOptions = {
  permissions: ['articles.read', 'articles.write', 'about.read'],
  roles,
  doors: [
    drfToken({ prefix: '/drf' }),
    djRestAuth({ prefix: '/dj', signInWith: 'address' }),
    fastapiTokens({ prefix: '/fast' }),
  ],
}
/** What somebody with all of the roles may do, in the order of tokens. */
const PERMISSIONS = ['about.read', 'articles.read', 'articles.write']

describe.each(databaseKinds)('what roles let somebody do, on $name', (kind) => {
  let database: TestDatabase
  let house: TestBrowserDoor
  let ada: TestBrowser
  /** Of somebody who came with Google. */
  let refreshToken: string
  beforeEach(async () => {
    database = await kind.create()
    house = await startApiKeyDoor({ database, options, apiKeys: { carriesRoles: true } })
    ada = house.openBrowser()
    await house.signUp(ada, { email: ADDRESS })
    refreshToken = (await exchanged()).refresh_token
  })
  afterEach(async () => {
    await house[Symbol.asyncDispose]()
    await database.drop()
  })

  const giveRoles = async (...given: readonly string[]) => {
    await runSql(database, `update users set roles = '${JSON.stringify(given)}'`)
  }
  const signIn = async (path: string, body: unknown): Promise<Record<string, string>> => {
    const answer = await askDoor(house, path, { body })
    expect(answer.status).toBe(200)
    return answer.body as Record<string, string>
  }
  const textIn = (body: Record<string, string>, name: string): string => {
    const { [name]: text } = body
    if (text === undefined) throw new Error(`no ${name} among ${Object.keys(body)}`)
    return text
  }

  const exchanged = async () => granted(await house.exchange(await house.idToken(), CONFIDENTIAL))

  /** Every form that comes in `Authorization`, and how one gets it. */
  const forms: readonly (readonly [string, () => Promise<string>])[] = [
    ['an access JWT of the OAuth door', async () => (await exchanged()).access_token],
    [
      'an access JWT after a refresh',
      async () => granted(await house.refresh(refreshToken, CONFIDENTIAL)).access_token,
    ],
    [
      'an access JWT of djRestAuth',
      async () => textIn(await signIn('/dj/login/', { email: ADDRESS, password: PASSWORD }), 'access'),
    ],
    [
      'an access JWT of fastapiTokens',
      async () => {
        const credentials = { username: ADDRESS, password: PASSWORD }
        const token = textIn(await signIn('/fast/users/login/', credentials), 'access_token')
        const { body } = await askDoor(house, '/fast/users/session/', {
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
        })
        return textIn(body as Record<string, string>, 'access_token')
      },
    ],
    [
      'a token of drfToken',
      async () => textIn(await signIn('/drf/google/', { auth_token: await house.idToken() }), 'tokens'),
    ],
    ['an API key', async () => (await makeKey(ada)).key],
  ]

  it.each(forms)('%s says it, and an API in the process and one elsewhere read it', async (_, formOf) => {
    await giveRoles('reader', OPERATOR_ROLE, 'somebody-elses', 'editor', 'desk')
    await house.restart()
    const token = await formOf()
    const guards: readonly Guard[] = [house.latchkey.guard, openRemoteApi(house).guard]
    for (const guard of guards) {
      const principal = await guard.verify(token, { permissions: ['articles.write', 'about.read'] })
      expect(principal.permissions).toEqual(PERMISSIONS)
      expect(principal.roles).toEqual(['reader', OPERATOR_ROLE, 'somebody-elses', 'editor', 'desk'])
      expect(principal.claims['permissions']).toEqual(PERMISSIONS)
      for (const lacking of ['articles.delete', 'latchkey:users.read'])
        await expect(guard.verify(token, { permissions: [lacking] })).rejects.toMatchObject({
          code: 'permission_insufficient',
          detail: `missing permission ${lacking}`,
        })
    }
  })

  it.each(forms)('%s says nothing of it where the roles give nothing to an API', async (_, formOf) => {
    await giveRoles('somebody-elses', 'desk', OPERATOR_ROLE, 'constructor', '__proto__')
    await house.restart()
    const principal = await house.latchkey.guard.verify(await formOf())
    expect(principal.permissions).toEqual([])
    expect(principal.roles).toHaveLength(5)
    expect(principal.claims).not.toHaveProperty('permissions')
  })

  it('a session cookie stands for it, at an API in the process and at one elsewhere', async () => {
    await giveRoles('editor', 'desk')
    await house.restart()
    for (const guard of [house.latchkey.guard, openRemoteApi(house).guard] as readonly Guard[]) {
      const principal = await guard.check(fromPage(ada), { permissions: ['articles.write'] })
      expect(principal.permissions).toEqual(['articles.read', 'articles.write'])
      await expect(guard.check(fromPage(ada), { permissions: ['about.read'] })).rejects.toMatchObject({
        code: 'permission_insufficient',
      })
    }
    expect(await house.introspect(ada.cookies.get(COOKIE)?.value ?? '')).toMatchObject({
      token_type: 'session_cookie',
      permissions: ['articles.read', 'articles.write'],
    })
  })

  it('introspection says it of forms that cannot say it themselves', async () => {
    await giveRoles('editor')
    const { key } = await makeKey(ada)
    const token = textIn(await signIn('/drf/google/', { auth_token: await house.idToken() }), 'tokens')
    await house.restart()
    for (const form of [key, token])
      expect(await house.introspect(form)).toMatchObject({ permissions: ['articles.read', 'articles.write'] })
    await giveRoles()
    await house.restart()
    for (const form of [key, token]) expect(await house.introspect(form)).not.toHaveProperty('permissions')
  })

  it('an API key has none of it, unless the configuration says that it carries roles', async () => {
    await giveRoles('editor')
    await using plain = await startApiKeyDoor({ database, options })
    const { key } = await makeKey(ada)
    const principal = await plain.latchkey.guard.verify(key)
    expect([principal.roles, principal.permissions]).toEqual([[], []])
    expect(await plain.introspect(key)).not.toHaveProperty('permissions')
  })

  it('is what the configuration says at the start, for roles that people have already', async () => {
    await giveRoles('editor')
    const { key } = await makeKey(ada)
    await using narrower = await startApiKeyDoor({
      database,
      options: { ...options, roles: { editor: ['about.read'] } },
      apiKeys: { carriesRoles: true },
    })
    expect((await narrower.latchkey.guard.verify(key)).permissions).toEqual(['about.read'])
    await using without = await startApiKeyDoor({ database, apiKeys: { carriesRoles: true } })
    expect(await without.latchkey.guard.verify(key)).toMatchObject({ roles: ['editor'], permissions: [] })
  })

  it('follows the roles of a person: at once for what is looked up, with the next refresh for a JWT', async () => {
    await giveRoles('editor')
    const { key } = await makeKey(ada)
    const { access_token } = granted(await house.refresh(refreshToken, CONFIDENTIAL))
    const { guard } = house.latchkey
    const mayWrite = (token: string) =>
      guard.verify(token, { permissions: ['articles.write'] }).then(
        () => true,
        (error: { code: string }) => error.code,
      )
    expect([await mayWrite(key), await mayWrite(access_token)]).toEqual([true, true])
    await giveRoles('reader')
    await vi.waitFor(async () => expect(await mayWrite(key)).toBe('permission_insufficient'), 5_000)
    expect(await mayWrite(access_token)).toBe(true)
    const next = granted(await house.refresh(refreshToken, CONFIDENTIAL)).access_token
    expect(await mayWrite(next)).toBe('permission_insufficient')
    house.clock.advance(11 * MINUTE)
    expect(await mayWrite(access_token)).toBe('token_expired')
  })
})
