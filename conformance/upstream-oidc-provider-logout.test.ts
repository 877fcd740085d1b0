import { paths } from '@latchkey/contract'
import { oidc } from '@latchkey/server'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import type { TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import { startTestBrowserDoor } from '../packages/server/test/fixtures/test-browser-door.js'
import { ISSUER } from '../packages/server/test/fixtures/test-latchkey.js'
import { browse, startOidcProvider } from '../packages/testkit/test/oidc-provider-upstream.js'

// A certified OpenID provider tells us of its sign-outs (OIDC Back-Channel Logout 1.0), as its own authors read the document.

/** Where the upstream's only client may be sent back to. */
const APP = 'http://localhost:9'

describe.each(databaseKinds)('on $name', (kind) => {
  const start = async (namesSession: boolean) => {
    const database = await kind.create()
    const arrived: { readonly token: string; readonly status: number }[] = []
    const upstream = await startOidcProvider({
      uri: `${ISSUER}${paths.providers}/certified/backchannel-logout`,
      namesSession,
      fetch: async (url, init) => {
        const answer = await door.latchkey.fetch(new Request(url, init))
        const token = new URLSearchParams(String(init.body)).get('logout_token') ?? ''
        arrived.push({ token, status: answer.status })
        return answer
      },
    })
    const door = await startTestBrowserDoor({
      database,
      options: {
        browser: { topology: { kind: 'same-origin', app: APP } },
        providers: [
          oidc({
            id: 'certified',
            issuer: upstream.issuer,
            clientIds: [upstream.clientId],
            clientSecret: 'upstream-client-secret',
            backChannelLogout: true,
          }),
        ],
      },
    })
    /** A device: a browser with us, and its cookies at the upstream. */
    const signIn = async (sub: string) => {
      // It makes the account known there.
      await upstream.idTokenFor({ sub })
      const browser = door.openBrowser({ page: APP })
      const cookies = new Map<string, string>()
      const redirectUri = `${APP}/callback`
      const begun = await browser.send('POST', `${paths.signIn}/certified`, { redirectUri })
      const address = new URL((begun.body as { url: string }).url)
      address.searchParams.set('login_hint', sub)
      const { searchParams } = await browse(address, cookies)
      const done = await browser.send('POST', `${paths.callback}/certified`, Object.fromEntries(searchParams))
      expect(done.status).toBe(200)
      return { browser, cookies }
    }
    return {
      arrived,
      signIn,
      signOutThere: upstream.signOut,
      [Symbol.asyncDispose]: async () => {
        await door[Symbol.asyncDispose]()
        await upstream.close()
        await database.drop()
      },
    }
  }
  const statusOf = async ({ browser }: { readonly browser: TestBrowser }) =>
    (await browser.readState()).status

  test('it names its session, and the devices that came out of it are signed out, no others', async () => {
    await using world = await start(true)
    const [phone, laptop, other] = [
      await world.signIn('ada'),
      await world.signIn('ada'),
      await world.signIn('grace'),
    ]
    await world.signOutThere(phone.cookies)
    expect(world.arrived.map(({ status }) => status)).toEqual([200])
    expect(decodeProtectedHeader(world.arrived[0]?.token ?? '').typ).toBe('logout+jwt')
    expect(decodeJwt(world.arrived[0]?.token ?? '')['sid']).toEqual(expect.any(String))
    expect([await statusOf(phone), await statusOf(laptop), await statusOf(other)]).toEqual([
      'signed_out',
      'signed_in',
      'signed_in',
    ])
  })

  test('it names the person alone, and every device of theirs is signed out', async () => {
    await using world = await start(false)
    const [phone, laptop, other] = [
      await world.signIn('ada'),
      await world.signIn('ada'),
      await world.signIn('grace'),
    ]
    await world.signOutThere(laptop.cookies)
    expect(world.arrived.map(({ status }) => status)).toEqual([200])
    expect(decodeJwt(world.arrived[0]?.token ?? '')).not.toHaveProperty('sid')
    expect([await statusOf(phone), await statusOf(laptop), await statusOf(other)]).toEqual([
      'signed_out',
      'signed_out',
      'signed_in',
    ])
  })
})
