import { djangoSession, github, google } from '@latchkey/server'
import { developmentClient, startDevelopmentProvider } from '@latchkey/testkit'
import { describe, expect, test } from 'vitest'
import {
  type ScriptedProvider,
  startScriptedProvider,
} from '../packages/server/test/fixtures/scripted-provider.js'
import {
  type Spa,
  startSessionDoor,
  type TestSessionDoor,
} from '../packages/server/test/fixtures/test-session-door.js'
import { codeFrom } from '../packages/testkit/test/visit.js'

// Codes come here without state, nonce and PKCE of ours. Somebody has one from a log, a referrer or another application.

const REDIRECT_URI = 'https://app.example.com/auth/callback'

const openedSpa = async (house: TestSessionDoor): Promise<Spa> => {
  const spa = house.openSpa()
  await spa.open()
  return spa
}
const bring = (spa: Spa, name: string, code: string) => spa.ask(`/api/social/${name}/`, { body: { code } })

/** A GitHub that redeems every code as often as it comes. */
const startLaxProvider = async (): Promise<ScriptedProvider> => {
  const upstream = await startScriptedProvider()
  upstream.answerToken = () => ({ body: { access_token: 'granted', token_type: 'bearer' } })
  upstream.answerApi = (path) => ({ body: path === '/user' ? { id: 7, login: 'ada' } : [] })
  return upstream
}
const startLaxHouse = ({ url }: ScriptedProvider): Promise<TestSessionDoor> =>
  startSessionDoor({
    options: {
      providers: [github({ clientId: 'us', clientSecret: 'ours', baseUrl: url, apiUrl: url })],
      doors: [djangoSession({ social: { github: { provider: 'github', redirectUri: REDIRECT_URI } } })],
    },
  })

describe('a replayed code', () => {
  test('is refused where the provider would take it again, and opens nothing', async () => {
    await using upstream = await startLaxProvider()
    await using house = await startLaxHouse(upstream)
    const [victim, thief] = [await openedSpa(house), await openedSpa(house)]
    expect((await bring(victim, 'github', 'the code')).status).toBe(200)
    expect(await bring(thief, 'github', 'the code')).toMatchObject({
      status: 400,
      body: { errors: { token: 'Invalid token' } },
      setCookies: [],
    })
    expect((await thief.profile()).status).toBe(403)
    expect((await victim.profile()).status).toBe(200)
    expect((await bring(thief, 'github', 'another code')).status).toBe(200)
  })

  test('of many browsers with one code in the same moment one is signed in', async () => {
    await using upstream = await startLaxProvider()
    await using house = await startLaxHouse(upstream)
    const spas = await Promise.all(Array.from({ length: 8 }, () => openedSpa(house)))
    const answers = await Promise.all(spas.map((spa) => bring(spa, 'github', 'the code')))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(400)])
  })

  test('is refused after a restart too', async () => {
    await using upstream = await startLaxProvider()
    await using house = await startLaxHouse(upstream)
    await bring(await openedSpa(house), 'github', 'the code')
    await house.restart()
    expect((await bring(await openedSpa(house), 'github', 'the code')).status).toBe(400)
  })

  test('the spaces that are trimmed off make no other code of it', async () => {
    await using upstream = await startLaxProvider()
    await using house = await startLaxHouse(upstream)
    await bring(await openedSpa(house), 'github', 'the code')
    for (const code of [' the code', 'the code\n', '\tthe code '])
      expect((await bring(await openedSpa(house), 'github', code)).status).toBe(400)
  })
})

describe('a code that is not for us', () => {
  const theirs = { id: 'their-application', secret: 'their-secret' }

  test('one for another client is refused, and ours are not', async () => {
    await using provider = await startTwoClients()
    await using house = await startWithGoogle(provider.issuer)
    const stolen = await codeFrom(provider, { ...asApp, client_id: theirs.id })
    const spa = await openedSpa(house)
    expect(await bring(spa, 'google', stolen)).toMatchObject({
      status: 400,
      body: { errors: { token: 'Invalid token' } },
    })
    expect((await bring(spa, 'google', await codeFrom(provider, asApp))).status).toBe(200)
  })

  test('one for another redirect URI of ours is refused', async () => {
    await using provider = await startTwoClients()
    await using house = await startWithGoogle(provider.issuer)
    const other = await codeFrom(provider, { ...asApp, redirect_uri: 'http://localhost:9/callback' })
    expect((await bring(await openedSpa(house), 'google', other)).status).toBe(400)
  })

  test('one of a sign-in with PKCE, as our other doors begin it, is refused: nobody strips it off', async () => {
    await using provider = await startTwoClients()
    await using house = await startWithGoogle(provider.issuer)
    const withPkce = await codeFrom(provider, { redirect_uri: asApp.redirect_uri })
    expect((await bring(await openedSpa(house), 'google', withPkce)).status).toBe(400)
  })

  test('an ID token for another client of ours is refused when the code of this one brings it', async () => {
    await using provider = await startTwoClients()
    await using house = await startWithGoogle(provider.issuer, [developmentClient.id, 'another-audience'])
    const code = await codeFrom(provider, asApp)
    provider.misbehave({ wrongAudience: true })
    expect((await bring(await openedSpa(house), 'google', code)).status).toBe(400)
  })

  test('one of one provider is refused at the address of another', async () => {
    await using house = await startSessionDoor()
    const spa = await openedSpa(house)
    expect((await bring(spa, 'github', await house.codeOf('google-oauth2'))).status).toBe(400)
    expect((await bring(spa, 'google-oauth2', await house.codeOf('github'))).status).toBe(400)
    expect(spa.cookies.has('sessionid')).toBe(false)
  })

  const asApp = {
    redirect_uri: 'http://localhost:3000/auth/google/callback',
    code_challenge: undefined,
    code_challenge_method: undefined,
  }
  const startTwoClients = async () => {
    const provider = await startDevelopmentProvider({ clients: [developmentClient, theirs] })
    return Object.assign(provider, { [Symbol.asyncDispose]: () => provider.close() })
  }
  const startWithGoogle = (issuer: string, clientIds: readonly string[] = [developmentClient.id]) =>
    startSessionDoor({
      options: {
        providers: [google({ clientIds, clientSecret: developmentClient.secret, issuer })],
        doors: [
          djangoSession({ social: { google: { provider: 'google', redirectUri: asApp.redirect_uri } } }),
        ],
      },
    })
})
