import { adminProvider, adminProviderList, paths, providerTest } from '@latchkey/contract'
import { type Providers, startProviders } from '@latchkey/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { problemOf, startTestAdmin, type TestAdmin } from '../fixtures/test-admin.js'
import type { TestBrowser } from '../fixtures/test-browser.js'
import { ISSUER, ROOT_SECRET } from '../fixtures/test-latchkey.js'
import { chooseAt, going, leaveFor, locationOf, whoIs } from '../fixtures/test-social.js'

let twins: Providers
beforeAll(async () => {
  twins = await startProviders()
})
afterAll(() => twins.close())

const because = { reason: 'test' }
const google = () => ({
  kind: 'google',
  options: { clientIds: [twins.google.client.id], issuer: twins.google.issuer },
  secrets: { clientSecret: twins.google.client.secret },
})
const github = () => ({
  kind: 'github',
  options: { clientIds: [twins.github.client.id], baseUrl: twins.github.url, apiUrl: twins.github.url },
  secrets: { clientSecret: twins.github.client.secret },
})
const mara = () => twins.google.people[0]?.sub ?? ''

const buttons = async (admin: TestAdmin): Promise<readonly string[]> => {
  const { body } = await admin.door.openBrowser().send('GET', paths.signIn)
  return (body as { providers: { id: string }[] }).providers.map(({ id }) => id)
}

const comeBack = async (browser: TestBrowser, address: URL, person: string) => {
  const { url } = await chooseAt(address, person)
  return browser.send('GET', url.href.slice(ISSUER.length), undefined, going('cross-site'))
}

/** By the pages of a provider that redirects. @returns why not, or undefined */
const signIn = async (
  browser: TestBrowser,
  provider: string,
  person: string,
): Promise<string | undefined> => {
  const back = await comeBack(browser, await leaveFor(browser, provider), person)
  return locationOf(back).searchParams.get('error') ?? undefined
}

/** The time of the twins is that of the machine, and so is that of these servers. */
const startAdmin = (given: Parameters<typeof startTestAdmin>[0] = {}) =>
  startTestAdmin({ ...given, options: { providers: [], clock: { now: Date.now }, ...given.options } })

describe.each(databaseKinds)('providers that operators set on $name', { timeout: 60_000 }, (kind) => {
  test('people sign in with one at once, and its secret is nowhere', async () => {
    await using database = await kind.create()
    await using admin = await startAdmin({ database })
    const operator = await admin.operator()
    expect(await buttons(admin)).toEqual([])
    const set = await operator.ask('PUT', '/providers/google', google())
    expect(adminProvider.parse(set.body)).toMatchObject({
      id: 'google',
      name: 'Google',
      kind: 'google',
      source: 'database',
      enabled: true,
      problem: null,
      hasPages: true,
      redirectUri: `${ISSUER}/callback/google`,
      options: google().options,
      secretsSetAt: { clientSecret: expect.any(String), privateKey: null },
      version: 1,
    })
    expect(await buttons(admin)).toEqual(['google'])
    const browser = admin.door.openBrowser({ page: ISSUER })
    expect(await signIn(browser, 'google', mara())).toBeUndefined()
    expect(await whoIs(browser)).toMatchObject({ email: 'mara_lindqvist@gmail.com' })

    const tested = await operator.ask('POST', '/providers/google/test')
    const told = [
      set,
      tested,
      await operator.ask('GET', '/providers'),
      await operator.ask('GET', '/providers/google'),
    ]
    const rows = [
      ...(await runSql(database, 'select * from stored_providers')),
      ...(await runSql(database, 'select * from audit_entries')),
    ]
    const everything = JSON.stringify([told.map(({ text }) => text), rows, admin.door.logLines])
    expect(everything).not.toContain(twins.google.client.secret)
    expect((await admin.history()).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['provider.set', 'provider.tested']),
    )
  })

  test('another server on the same database follows, without a restart', async () => {
    await using database = await kind.create()
    await using admin = await startAdmin({ database })
    await using other = await startAdmin({ database })
    const operator = await admin.operator()
    await operator.ask('PUT', '/providers/github', github())
    await expect.poll(() => buttons(other), { timeout: 5_000 }).toEqual(['github'])
    await operator.ask('PUT', '/providers/github', { ...github(), enabled: false, version: 1 })
    expect(await buttons(admin)).toEqual([])
    await expect.poll(() => buttons(other), { timeout: 5_000 }).toEqual([])
  })

  test('of two operators who change one, the second looks again', async () => {
    await using database = await kind.create()
    await using admin = await startAdmin({ database })
    const [one, two] = [await admin.operator(), await admin.operator()]
    const answers = await Promise.all(
      [one, two, one, two].map((who) => who.ask('PUT', '/providers/google', google())),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
    const late = answers.find(({ status }) => status === 409)
    expect(late && problemOf(late)).toMatchObject({ code: 'changed_meanwhile' })
    expect((await two.ask('PUT', '/providers/google', { ...google(), version: 7 })).status).toBe(409)
    expect((await two.ask('PUT', '/providers/google', { ...google(), version: 1 })).body).toMatchObject({
      version: 2,
    })
  })

  test('of several with one issuer that are set at once, here and elsewhere, one is there', async () => {
    await using database = await kind.create()
    await using admin = await startAdmin({ database })
    await using other = await startAdmin({ database })
    const [here, there] = [await admin.operator(), await other.operator()]
    const answers = await Promise.all(
      [here, there, here, there].map((who, index) => who.ask('PUT', `/providers/g${index}`, google())),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
    expect(await countRows(database, 'stored_providers')).toBe(1)
  })

  test('a secret that is left out stays, unless the provider is elsewhere now', async () => {
    await using database = await kind.create()
    await using admin = await startAdmin({ database })
    const operator = await admin.operator()
    const { secrets: _, ...rest } = google()
    await operator.ask('PUT', '/providers/google', google())
    const kept = await operator.ask('PUT', '/providers/google', { ...rest, version: 1 })
    expect(kept.body).toMatchObject({ hasPages: true, version: 2 })
    expect(await signIn(admin.door.openBrowser({ page: ISSUER }), 'google', mara())).toBeUndefined()
    const moved = { ...rest, options: { ...rest.options, issuer: 'http://localhost:9' }, version: 2 }
    const refused = problemOf(await operator.ask('PUT', '/providers/google', moved))
    expect(refused).toMatchObject({ code: 'invalid_parameter', parameter: 'secrets.clientSecret' })
    const taken = await operator.ask('PUT', '/providers/google', {
      ...rest,
      secrets: { clientSecret: null },
      version: 2,
    })
    expect(taken.body).toMatchObject({ hasPages: false, secretsSetAt: { clientSecret: null } })
  })

  test('a secret stays readable while the secret of the server is replaced, and is missed after', async () => {
    await using database = await kind.create()
    {
      await using admin = await startAdmin({ database })
      await (await admin.operator()).ask('PUT', '/providers/google', google())
    }
    const next = 'the-next-root-secret-the-next-root-secret'
    {
      await using admin = await startAdmin({ database, options: { secrets: [next, ROOT_SECRET] } })
      expect(await buttons(admin)).toEqual(['google'])
      const { secrets: _, ...rest } = google()
      await (await admin.operator()).ask('PUT', '/providers/google', { ...rest, version: 1 })
    }
    // The signing key was sealed under the former one: a server without it does not start, but what was sealed anew is readable.
    const [row] = await runSql(database, 'select sealed_secrets from stored_providers')
    await runSql(database, 'delete from signing_keys')
    await using admin = await startAdmin({ database, options: { secrets: [next] } })
    expect(await buttons(admin)).toEqual(['google'])
    // Secrets that somebody has put into the row of another open nothing, and the others go on.
    const operator = await admin.operator()
    await operator.ask('PUT', '/providers/github', github())
    await runSql(
      database,
      `update stored_providers set sealed_secrets = '${String(row?.['sealed_secrets'])}'`,
    )
    expect((await operator.ask('GET', '/providers/github')).body).toMatchObject({
      problem: expect.stringContaining('cannot be opened'),
    })
    expect(problemOf(await operator.ask('POST', '/providers/github/test'))).toMatchObject({ status: 503 })
  })

  test('one that is removed signs nobody in, and who was known by it can come back', async () => {
    await using database = await kind.create()
    await using admin = await startAdmin({ database })
    const operator = await admin.operator()
    await operator.ask('PUT', '/providers/google', google())
    const browser = admin.door.openBrowser({ page: ISSUER })
    await signIn(browser, 'google', mara())
    const { id } = await whoIs(browser)
    // Somebody is at the provider when it goes.
    const [waiting, late] = [
      admin.door.openBrowser({ page: ISSUER }),
      admin.door.openBrowser({ page: ISSUER }),
    ]
    const away = await leaveFor(waiting, 'google')
    expect((await operator.ask('POST', '/providers/google/remove', because)).status).toBe(204)
    const back = await comeBack(waiting, away, mara())
    expect(locationOf(back).searchParams.get('error')).toBe('provider_unknown')
    const gone = await late.send('GET', `${paths.signIn}/google`, undefined, going('same-origin'))
    expect(locationOf(gone).searchParams.get('error')).toBe('provider_unknown')
    expect((await whoIs(browser)).id).toBe(id)
    const { body } = await browser.send('GET', paths.accountIdentities)
    expect(body).toMatchObject({ identities: [{ provider: 'google' }] })
    expect(problemOf(await operator.ask('POST', '/providers/google/remove', because))).toMatchObject({
      code: 'target_unknown',
    })
    await operator.ask('PUT', '/providers/google', google())
    await signIn(late, 'google', mara())
    expect((await whoIs(late)).id).toBe(id)
  })

  test('one that changes while somebody is there refuses them, and breaks nothing', async () => {
    await using database = await kind.create()
    await using admin = await startAdmin({ database })
    const operator = await admin.operator()
    await operator.ask('PUT', '/providers/google', google())
    const browser = admin.door.openBrowser({ page: ISSUER })
    const away = await leaveFor(browser, 'google')
    await operator.ask('PUT', '/providers/google', {
      ...google(),
      options: { ...google().options, clientIds: ['another'] },
      version: 1,
    })
    const back = await comeBack(browser, away, mara())
    expect(locationOf(back).searchParams.get('error')).toMatch(/^(sign_in_unavailable|code_refused)$/)
  })
})

describe('what an operator may set', () => {
  let admin: TestAdmin
  beforeAll(async () => {
    admin = await startAdmin()
  })
  afterAll(() => admin[Symbol.asyncDispose]())

  const setBy = async (id: string, wish: object) =>
    (await admin.operator()).ask('PUT', `/providers/${encodeURIComponent(id)}`, wish)

  test('every kind there is can be set, with an id of its own', async () => {
    const clientIds = ['us']
    const secrets = { clientSecret: 's' }
    const wishes = [
      {
        kind: 'microsoft',
        options: { clientIds, tenants: ['6f1d0c4e-0000-4000-8000-000000000000'] },
        secrets,
      },
      { kind: 'apple', options: { clientIds } },
      { kind: 'auth0', options: { clientIds, domain: 'https://example.eu.auth0.com' }, secrets },
      { kind: 'okta', options: { clientIds, issuer: 'https://example.okta.com' }, secrets },
      { kind: 'keycloak', options: { clientIds, realmUrl: 'https://sso.example/realms/main' }, secrets },
      { kind: 'cognito', options: { clientIds, issuer: 'https://cognito.example/pool' }, secrets },
      { kind: 'gitlab', options: { clientIds }, secrets },
      { kind: 'linkedin', options: { clientIds }, secrets },
      { kind: 'slack', options: { clientIds }, secrets },
      { kind: 'twitch', options: { clientIds }, secrets },
      { kind: 'google', options: { clientIds, securityEvents: {}, backChannelLogout: true }, secrets },
      { kind: 'github', options: { clientIds }, secrets },
      { kind: 'facebook', options: { clientIds, trustsAddresses: true }, secrets },
      { kind: 'discord', options: { clientIds }, secrets },
      { kind: 'spotify', options: { clientIds }, secrets },
      { kind: 'x', options: { clientIds, keepTokens: true }, secrets },
      { kind: 'oidc', options: { clientIds, issuer: 'https://sso.example', name: 'Our company' }, secrets },
    ]
    for (const wish of wishes) {
      const answer = await setBy(`my-${wish.kind}`, wish)
      expect(adminProvider.parse(answer.body), answer.text).toMatchObject({ problem: null })
    }
    const list = adminProviderList.parse((await (await admin.operator()).ask('GET', '/providers')).body)
    expect(list.items.map(({ kind }) => kind).sort()).toEqual(wishes.map(({ kind }) => kind).sort())
    expect(list.items.find(({ id }) => id === 'my-oidc')).toMatchObject({ name: 'Our company' })
    const again = problemOf(await setBy('second', wishes[16] ?? {}))
    expect(again.issues).toEqual([
      {
        parameter: 'options',
        message: expect.stringContaining('The issuer https://sso.example is that of my-oidc already'),
      },
    ])
  })

  test('everything that is wrong is told at once, each with what to do', async () => {
    const wish = {
      kind: 'okta',
      options: { issuer: 'sso', tenants: ['x'], scopes: [] },
      secrets: { privateKey: 'k' },
    }
    const { issues, code } = problemOf(await setBy('a b', wish))
    expect(code).toBe('invalid_parameter')
    expect(issues).toEqual([
      { parameter: 'options.issuer', message: expect.stringContaining('no address') },
      { parameter: 'secrets.privateKey', message: 'Nothing asks for it. Take it out.' },
      { parameter: 'options.clientIds', message: expect.stringContaining('missing') },
      { parameter: 'options.tenants', message: expect.stringContaining('no such option') },
    ])
    const said = async (id: string, given: object) =>
      problemOf(await setBy(id, given)).issues?.map(({ parameter }) => parameter)
    expect(await said('a b', github())).toEqual(['options'])
    expect(await said('g', { ...github(), secrets: {} })).toEqual(['secrets.clientSecret'])
    expect(await said('g', { ...github(), options: { clientIds: ['a', 'b'] } })).toEqual([
      'options.clientIds',
    ])
    expect(await said('a', { kind: 'apple', options: { clientIds: ['a'], teamId: 't' } })).toEqual([
      'options.keyId',
    ])
    const events = {
      ...google(),
      secrets: { eventToken: 'short' },
      options: { ...google().options, securityEvents: {} },
    }
    expect(await said('e', events)).toEqual(['secrets.eventToken'])
    const odd = { ...google(), options: { ...google().options, algorithms: ['none'] } }
    expect(await said('e', { ...odd, kind: 'oidc' })).toEqual(['options.algorithms.0'])
  })

  test('what is malformed is refused, and nothing is half written', async () => {
    for (const wrong of [
      {},
      { kind: 'nothing', options: {} },
      { ...google(), more: 1 },
      { ...google(), options: { ...google().options, name: '\0' } },
      { ...google(), options: { ...google().options, name: '\ud800' } },
      { ...google(), options: { ...google().options, clientIds: 'us' } },
      { ...google(), secrets: { clientSecret: 'a\0b' } },
      { ...google(), secrets: { clientSecret: '' } },
      { ...google(), version: 1e300 },
      { ...google(), version: -1 },
      { ...google(), enabled: 'yes' },
    ]) {
      const answer = await setBy('google', wrong)
      expect(answer.status, answer.text).toBe(400)
    }
    expect((await (await admin.operator()).ask('GET', '/providers/google')).status).toBe(404)
    expect((await setBy('\0', google())).status).toBe(404)
  })

  test('one of the configuration wins, can only be read, and what it hides can be removed', async () => {
    await using first = await startAdmin()
    const operator = await first.operator()
    await operator.ask('PUT', '/providers/google', google())
    await using second = await startTestAdmin({ database: first.door.database })
    const other = await second.operator()
    const list = adminProviderList.parse((await other.ask('GET', '/providers')).body)
    expect(list.items).toMatchObject([
      { id: 'google', source: 'configuration', hidesStored: true, kind: null },
    ])
    expect(problemOf(await other.ask('PUT', '/providers/google', { ...google(), version: 1 }))).toMatchObject(
      {
        code: 'provider_configured',
      },
    )
    expect((await other.ask('POST', '/providers/google/remove', because)).status).toBe(204)
    expect(problemOf(await other.ask('POST', '/providers/google/remove', because))).toMatchObject({
      code: 'provider_configured',
    })
    expect((await other.ask('GET', '/settings')).body).toMatchObject({ providers: [{ id: 'google' }] })
  })
})

test('a provider that an operator sets may be in a private network only where the configuration says so', async () => {
  await using admin = await startAdmin({ options: { privateProviders: false } })
  const operator = await admin.operator()
  const refused = problemOf(await operator.ask('PUT', '/providers/google', google()))
  expect(refused.issues).toEqual([
    { parameter: 'options.issuer', message: expect.stringContaining('https://') },
  ])
  const metadata = { ...google(), options: { clientIds: ['us'], issuer: 'https://169.254.169.254' } }
  expect(problemOf(await operator.ask('PUT', '/providers/google', metadata)).issues).toEqual([
    { parameter: 'options.issuer', message: expect.stringContaining('private network') },
  ])
})

describe('the test of a provider', () => {
  test('says of each thing how it is, and of a wrong secret that it is wrong', async () => {
    await using admin = await startAdmin()
    const operator = await admin.operator()
    const check = async (id: string) =>
      Object.fromEntries(
        providerTest
          .parse((await operator.ask('POST', `/providers/${id}/test`)).body)
          .checks.map(({ check, outcome }) => [check, outcome]),
      )
    await operator.ask('PUT', '/providers/google', google())
    const fine = { discovery: 'ok', issuer: 'ok', endpoints: 'ok', keys: 'ok', client: 'ok' }
    expect(await check('google')).toEqual({ ...fine, redirect: 'not_possible' })
    await operator.ask('PUT', '/providers/google', {
      ...google(),
      secrets: { clientSecret: 'wrong' },
      version: 1,
    })
    expect(await check('google')).toMatchObject({ client: 'failed', keys: 'ok' })
    await operator.ask('PUT', '/providers/github', github())
    expect(await check('github')).toEqual({
      discovery: 'not_possible',
      client: 'ok',
      redirect: 'not_possible',
    })
    // Each refuses a client in words of its own.
    const { auth0, facebook, microsoft } = twins
    const others = [
      {
        kind: 'auth0',
        options: { clientIds: [auth0.client.id], domain: auth0.issuer },
        client: auth0.client,
      },
      {
        kind: 'facebook',
        options: { clientIds: [facebook.client.id], baseUrl: facebook.url },
        client: facebook.client,
      },
      {
        kind: 'microsoft',
        options: { clientIds: [microsoft.client.id], baseUrl: microsoft.url },
        client: microsoft.client,
      },
      { ...github(), client: twins.github.client },
    ]
    for (const { kind, options, client } of others) {
      await operator.ask('PUT', `/providers/a-${kind}`, {
        kind,
        options,
        secrets: { clientSecret: client.secret },
      })
      expect(await check(`a-${kind}`), kind).toMatchObject({ client: 'ok' })
      await operator.ask('PUT', `/providers/a-${kind}`, {
        kind,
        options,
        secrets: { clientSecret: 'wrong' },
        version: 1,
      })
      expect(await check(`a-${kind}`), kind).toMatchObject({ client: 'failed' })
    }
    await operator.ask('PUT', '/providers/gone', {
      kind: 'oidc',
      options: { issuer: 'http://localhost:9', clientIds: ['us'] },
      secrets: { clientSecret: 's' },
    })
    expect(await check('gone')).toMatchObject({ discovery: 'failed', keys: 'failed', client: 'failed' })
    expect(problemOf(await operator.ask('POST', '/providers/nobody/test'))).toMatchObject({
      code: 'target_unknown',
    })
  })
})
