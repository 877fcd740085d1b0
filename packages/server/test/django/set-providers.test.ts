import { djangoSession, djRestAuth, drfToken } from '@latchkey/server'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { type SetProvider, setProvider } from '../fixtures/set-provider.js'
import { askDoor } from '../fixtures/test-django-door.js'
import { ISSUER, ROOT_SECRET } from '../fixtures/test-latchkey.js'
import { startSessionDoor } from '../fixtures/test-session-door.js'

const doors = [
  drfToken({ prefix: '/drf', signIn: { corporate: '/corporate/' } }),
  djRestAuth({ prefix: '/jwt', social: { corporate: { path: '/jwt/social/corporate/' } } }),
  djangoSession({
    social: {
      'google-oauth2': { provider: 'google', redirectUri: `${ISSUER}/auth/google-oauth2/callback` },
    },
  }),
]
/** Whoever looks looks again soon, and a process asks every second. */
const soon = { timeout: 20_000, interval: 250 }

describe.each(databaseKinds)('doors of a former backend on $name', { timeout: 90_000 }, (kind) => {
  test('take a provider that an operator sets while they are open, and let it go again', async () => {
    const database = await kind.create()
    onTestFinished(() => database[Symbol.asyncDispose]())
    const house = await startSessionDoor({
      database,
      options: {
        providers: [],
        doors,
        browser: { topology: { kind: 'sub-domain', app: 'http://localhost:5173' } },
        mail: { smtp: 'smtp://localhost:1' },
      },
    })
    onTestFinished(() => house[Symbol.asyncDispose]())
    const warned = house.logLines.filter((line) => line.includes('names a provider that nobody has set'))
    expect(warned.map((line) => JSON.parse(line)).map(({ door, provider }) => [door, provider])).toEqual([
      ['drfToken', 'corporate'],
      ['djRestAuth', 'corporate'],
      ['djangoSession', 'google'],
    ])
    const byDrf = async () =>
      (await askDoor(house, '/drf/corporate/', { body: { auth_token: await house.idToken() } })).status
    const byJwt = async () => {
      const body = { access_token: 'a', id_token: await house.idToken() }
      return (await askDoor(house, '/jwt/social/corporate/', { body })).status
    }
    const spa = house.openSpa()
    await spa.open()
    const byCode = async () => (await spa.signInWith('google-oauth2')).status
    const all = async () => [await byDrf(), await byJwt(), await byCode()]
    expect(await all()).toEqual([400, 400, 400])

    const { google } = house.providers
    const set: readonly SetProvider[] = [
      {
        id: 'corporate',
        kind: 'oidc',
        options: { issuer: house.provider.issuer, clientIds: ['latchkey-development'] },
      },
      {
        id: 'google',
        kind: 'google',
        options: { issuer: google.issuer, clientIds: [google.client.id] },
        clientSecret: google.client.secret,
      },
    ]
    for (const one of set) await setProvider(database, one, ROOT_SECRET)
    await vi.waitFor(async () => expect(await all()).toEqual([200, 200, 200]), soon)

    for (const one of set) await setProvider(database, { ...one, enabled: false }, ROOT_SECRET)
    await vi.waitFor(async () => expect(await all()).toEqual([400, 400, 400]), soon)
    expect(house.logLines.filter((line) => line.includes('internal'))).toEqual([])
  })
})
