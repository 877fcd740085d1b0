import { CSRF_HEADER, ID_TOKEN_TYPE, paths, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlite, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import {
  admittedBy,
  askForKey,
  makeKey,
  startApiKeyDoor,
} from '../packages/server/test/fixtures/test-api-keys.js'
import { refusalOf, type TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import { PASSWORD, type TestBrowserDoor } from '../packages/server/test/fixtures/test-browser-door.js'
import { CONFIDENTIAL, ISSUER, PUBLIC } from '../packages/server/test/fixtures/test-latchkey.js'
import { addressOf, bodyOf, changingRoutes, readingRoutes } from './fixtures/browser-routes.js'
import { dumpDatabase, outboxSettled } from './fixtures/database-dump.js'

// Somebody has a key, found in a log or a repository, and wants more than it opens: the account, another key, other scopes.

let database: TestDatabase
let house: TestBrowserDoor
let ada: TestBrowser
let key: string
let keySession: string
beforeAll(async () => {
  database = await sqlite.create()
  house = await startApiKeyDoor({ database })
  ada = house.openBrowser()
  await house.signUp(ada)
  const made = await makeKey(ada)
  key = made.key
  keySession = made.apiKey.id
  await admittedBy(house, key)
  await outboxSettled(database)
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await database.drop()
})

/** Addresses at which nobody needs to be signed in. */
const OPEN: readonly string[] = [paths.session, paths.signIn]

describe.each([...readingRoutes, ...changingRoutes].filter(({ path }) => path.startsWith(paths.account)))(
  '$method $path',
  (route) => {
    const needsNobody = [
      paths.signUp,
      paths.confirmSignUp,
      paths.resendSignUp,
      paths.forgotPassword,
      paths.resetPassword,
      ...OPEN,
    ].includes(route.path as never)

    test.skipIf(needsNobody)('takes no key for a person, wherever in the request it stands', async () => {
      const before = await dumpDatabase(database)
      const body = bodyOf(route, { email: 'ada@example.com', password: PASSWORD })
      for (const cookie of [key, `lkck_${keySession.slice(4)}.${'0'.repeat(64)}`]) {
        const thief = house.openBrowser()
        // A visitor of its own, with a token that fits: nothing is lacking but somebody who is signed in.
        await thief.readState()
        const jar = [...thief.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
        const answer = await thief.send(route.method, addressOf(route, keySession), body, {
          headers: {
            authorization: `Bearer ${key}`,
            cookie: `${jar}; latchkey=${cookie}`,
            ...(route.method !== 'GET' && { [CSRF_HEADER]: thief.csrfToken ?? '' }),
          },
        })
        expect([401, 403]).toContain(answer.status)
        expect(refusalOf(answer).reason).toMatch(/^(not_signed_in|csrf_token_invalid)$/)
      }
      expect(await dumpDatabase(database)).toEqual(before)
    })
  },
)

test('a key opens no userinfo, refreshes nothing, and is exchanged for nothing', async () => {
  for (const method of ['GET', 'POST']) {
    const answer = await house.latchkey.fetch(
      new Request(ISSUER + paths.userinfo, { method, headers: { authorization: `Bearer ${key}` } }),
    )
    expect(answer.status).toBe(401)
  }
  const refresh = await house.refresh(key)
  expect(refresh).toMatchObject({ status: 400, error: 'invalid_grant' })
  expect(await house.refresh(key, PUBLIC)).toMatchObject({ status: 400, error: 'invalid_grant' })
  for (const subject_token_type of [ID_TOKEN_TYPE, 'urn:ietf:params:oauth:token-type:access_token']) {
    const answer = await house.post(
      paths.token,
      { grant_type: TOKEN_EXCHANGE_GRANT, subject_token: key, subject_token_type },
      CONFIDENTIAL,
    )
    expect(answer.status).toBe(400)
  }
  expect(await admittedBy(house, key)).toBe('accepted')
})

test.each([
  ['of the standard', ['openid']],
  ['that another client may ask for', ['todos:read', 'profile']],
  ['with a space in it', ['todos:read todos:write']],
  ['in other letters', ['TODOS:READ']],
  ['with a letter one does not see', ['todos:read\u200b']],
  ['of nothing', ['']],
  ['that every object has', ['__proto__', 'constructor']],
])('a scope %s is given to no key', async (_, scopes) => {
  const answer = await askForKey(ada, { scopes })
  expect(refusalOf(answer)).toMatchObject({ status: 400, reason: 'invalid_parameter', parameter: 'scopes' })
})

test('what stands in the row of a key beyond what keys may carry is not carried', async () => {
  // As after a restore of a database that an older configuration wrote.
  await runSql(
    database,
    `update sessions set scope = 'openid email todos:read admin' where id = '${keySession}'`,
  )
  await house.restart()
  expect(await house.latchkey.guard.verify(key)).toMatchObject({ scopes: ['todos:read'] })
})
