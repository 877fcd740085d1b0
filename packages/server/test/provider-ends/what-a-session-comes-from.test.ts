import {
  ACCESS_TOKEN_TYPE,
  paths,
  signInNonce,
  TOKEN_EXCHANGE_GRANT,
  tokenResponse,
} from '@latchkey/contract'
import { djRestAuth, google, microsoft } from '@latchkey/server'
import { startDevelopmentProvider, startProviders } from '@latchkey/testkit'
import { describe, expect, test } from 'vitest'
import { bareIssuer } from '../../src/sign-in/social/is-issuer.js'
import { databaseKinds, sqlite } from '../fixtures/databases.js'
import { somePerson } from '../fixtures/people.js'
import { runSql } from '../fixtures/run-sql.js'
import { refusalOf, stateOf } from '../fixtures/test-browser.js'
import { PASSWORD, startTestBrowserDoor } from '../fixtures/test-browser-door.js'
import { askDoor, startDjangoDoor } from '../fixtures/test-django-door.js'
import { CONFIDENTIAL, granted, startTestLatchkey } from '../fixtures/test-latchkey.js'
import { chooseAt } from '../fixtures/test-social.js'

const clientIds = ['latchkey-development']

/** A browser door at which one provider, in the place of Google, may end sessions. */
const startDoor = async (kind: (typeof databaseKinds)[number]) => {
  const upstream = await startDevelopmentProvider()
  const database = await kind.create()
  const options = {
    providers: [google({ clientIds, issuer: upstream.issuer, backChannelLogout: true, securityEvents: {} })],
  }
  const door = await startTestBrowserDoor({ database, options })
  return {
    door,
    upstream,
    sendLogout: async (person: ReturnType<typeof somePerson>, claims = {}) =>
      door.post('/providers/google/backchannel-logout', {
        logout_token: await upstream.issueLogoutToken({ person, claims }),
      }),
    signIn: async (person: ReturnType<typeof somePerson>) => {
      const browser = door.openBrowser()
      const { nonce } = signInNonce.parse((await browser.send('POST', `${paths.signIn}/google/nonce`)).body)
      const idToken = await upstream.issueIdToken({ person, nonce, claims: { sid: 'there' } })
      stateOf(await browser.send('POST', `${paths.signIn}/google/id-token`, { idToken }))
      return browser
    },
    [Symbol.asyncDispose]: async () => {
      await door[Symbol.asyncDispose]()
      await upstream.close()
      await database.drop()
    },
  }
}

describe.each(databaseKinds)('with $name,', (kind) => {
  test('a browser that came by a provider is signed out by it', async () => {
    await using house = await startDoor(kind)
    const ada = somePerson()
    const browser = await house.signIn(ada)
    expect((await house.sendLogout(ada, { sid: 'there' })).status).toBe(200)
    expect((await browser.readState()).status).toBe('signed_out')
  })

  test('a browser whose sign-in there ended before it was done here is not signed in', async () => {
    await using house = await startDoor(kind)
    const ada = somePerson()
    expect((await house.sendLogout(ada, { sub: undefined, sid: 'there' })).status).toBe(200)
    const browser = house.door.openBrowser()
    const { nonce } = signInNonce.parse((await browser.send('POST', `${paths.signIn}/google/nonce`)).body)
    const idToken = await house.upstream.issueIdToken({ person: ada, nonce, claims: { sid: 'there' } })
    const answer = await browser.send('POST', `${paths.signIn}/google/id-token`, { idToken })
    expect(refusalOf(answer)).toMatchObject({ status: 400, reason: 'proof_expired' })
    expect(answer.headers.getSetCookie().join()).not.toContain('latchkey=')
    expect((await browser.readState()).status).toBe('signed_out')
  })

  test('a frontend of a former backend is not signed in by it either', async () => {
    await using upstream = await startDevelopmentProvider()
    await using database = await kind.create()
    await using house = await startDjangoDoor([djRestAuth({ prefix: '/api/auth' })], {
      database,
      options: { providers: [google({ clientIds, issuer: upstream.issuer, backChannelLogout: true })] },
    })
    const ada = somePerson()
    const signIn = async () => {
      const idToken = await upstream.issueIdToken({ person: ada, claims: { sid: 'there' } })
      return askDoor(house, '/api/social/login/google/', { body: { access_token: 'a', id_token: idToken } })
    }
    expect((await signIn()).status).toBe(200)
    const token = await upstream.issueLogoutToken({ person: ada, claims: { sub: undefined, sid: 'there' } })
    await house.post('/providers/google/backchannel-logout', { logout_token: token })
    const refused = await signIn()
    expect([refused.status, refused.setCookies]).toEqual([400, []])
    const live = await runSql(database, 'select id from sessions where ended_at is null')
    expect(live).toEqual([])
  })

  test('a first password changes nothing about where the browser came from, and a sign-in by it does', async () => {
    await using house = await startDoor(kind)
    const ada = somePerson()
    const browser = await house.signIn(ada)
    const changed = await browser.send('POST', paths.changePassword, { newPassword: PASSWORD })
    expect(stateOf(changed).status).toBe('signed_in')
    const another = house.door.openBrowser()
    expect(stateOf(await house.door.signIn(another, { email: ada.email })).status).toBe('signed_in')
    expect((await house.sendLogout(ada, { sub: undefined, sid: 'there' })).status).toBe(200)
    expect((await browser.readState()).status).toBe('signed_out')
    expect((await another.readState()).status).toBe('signed_in')
  })

  test('an account that is linked afterwards does not end the session it was linked in', async () => {
    await using house = await startDoor(kind)
    const ada = somePerson()
    const browser = house.door.openBrowser()
    await house.door.signUp(browser, { email: ada.email })
    await house.signIn(ada)
    await house.sendLogout(ada)
    expect((await browser.readState()).status).toBe('signed_in')
  })
})

test('a session that an access token of the provider opened is ended by its person', async () => {
  await using house = await startDoor(sqlite)
  const { door, upstream } = house
  const [ada] = upstream.people
  if (ada === undefined) throw new Error('the twin has nobody')
  const authorize = new URL(`${upstream.url}/authorize`)
  authorize.search = new URLSearchParams({
    client_id: 'latchkey-development',
    redirect_uri: 'http://localhost:4000/callback/google',
    response_type: 'code',
    scope: 'openid email',
    state: 's',
  }).toString()
  const { url } = await chooseAt(authorize, ada.sub)
  const tokens = await fetch(`${upstream.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: url.searchParams.get('code') ?? '',
      redirect_uri: 'http://localhost:4000/callback/google',
      client_id: 'latchkey-development',
      client_secret: upstream.clients[0]?.secret ?? '',
    }),
  })
  const { access_token: subject } = (await tokens.json()) as { access_token: string }
  const answer = await door.post(
    paths.token,
    {
      grant_type: TOKEN_EXCHANGE_GRANT,
      subject_token: subject,
      subject_token_type: ACCESS_TOKEN_TYPE,
      subject_issuer: 'google',
    },
    CONFIDENTIAL,
  )
  const { refresh_token: refreshToken = '' } = tokenResponse.parse(await answer.json())
  expect((await door.introspect(refreshToken)).active).toBe(true)
  await house.sendLogout(ada)
  expect((await door.introspect(refreshToken)).active).toBe(false)
})

test.each([
  { sub: 'the same', sid: undefined },
  { sub: undefined, sid: 's' },
])('where every tenant is an issuer of its own, one ends its own people alone, by %o', async (named) => {
  await using providers = await startProviders()
  const { microsoft: twin } = providers
  const [tomas, , , , noor] = twin.people
  await using house = await startTestLatchkey({
    otherProviders: [microsoft({ clientIds: [twin.client.id], baseUrl: twin.url, backChannelLogout: true })],
  })
  const open = async (person = tomas) =>
    granted(await house.exchange(await twin.issueIdToken({ person, claims: { sub: 'the same', sid: 's' } })))
      .refresh_token ?? ''
  const [mine, theirs] = [await open(tomas), await open(noor)]
  const logoutToken = await twin.issueLogoutToken({ person: noor, claims: named })
  await house.post('/providers/microsoft/backchannel-logout', { logout_token: logoutToken })
  expect((await house.introspect(mine)).active).toBe(true)
  expect((await house.introspect(theirs)).active).toBe(false)
})

test('Google is one issuer however it is spelled, in its security events too', () => {
  const { idTokens, securityEvents } = google({ clientIds, securityEvents: {} })
  const spellings = [...(idTokens?.issuers ?? []), ...(securityEvents?.issuers ?? [])]
  expect(spellings).toEqual([
    'https://accounts.google.com',
    'accounts.google.com',
    'https://accounts.google.com/',
  ])
  expect(new Set(spellings.map(bareIssuer)).size).toBe(1)
  expect(bareIssuer('http://accounts.google.com')).not.toBe('accounts.google.com')
})
