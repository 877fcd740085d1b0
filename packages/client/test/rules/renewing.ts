import { paths } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { LatchkeyUnreachableError } from '../../src/next-auth/index.js'
import type { App } from '../app.js'
import { openBrowser } from '../browser.js'
import { introspect } from '../latchkey-calls.js'
import { readSession, signIn } from '../sign-in.js'
import { MINUTE, mara, type World } from '../world.js'

export const renewingRules = (world: World): void => {
  describe('renewing', () => {
    test('a session is believed without a call until its access token is about to expire', async () => {
      await signIn(world.browser, mara.sub)
      const token = await world.getAccessToken()
      world.later(9 * MINUTE)
      await readSession(world.browser)
      expect(await world.getAccessToken()).toBe(token)
      expect(world.callsOf(paths.token)).toBe(1)
      world.later(MINUTE - 20_000)
      expect(await world.getAccessToken()).not.toBe(token)
      expect(world.callsOf(paths.token)).toBe(2)
    })

    test('fifty reads at once make one renewal, and nobody is signed out', async () => {
      await signIn(world.browser, mara.sub)
      world.later(11 * MINUTE)
      const tabs = Array.from({ length: 50 }, () => world.browser.tab())
      const sessions = await Promise.all(tabs.map(readSession))
      expect(sessions.every((session) => session !== null)).toBe(true)
      const tokens = new Set(await Promise.all(tabs.map(world.getAccessToken)))
      expect(tokens.size).toBe(1)
      expect(await introspect(world.latchkey, [...tokens][0] ?? null)).toMatchObject({ active: true })
      expect(world.callsOf(paths.token)).toBe(2)
    })

    test('several processes that renew at once all get a working token', async () => {
      await signIn(world.browser, mara.sub)
      world.later(11 * MINUTE)
      const apps: App[] = []
      for (let started = 0; started < 3; started += 1) {
        const { issuer, clientId, clientSecret } = world.latchkey
        apps.push(
          await world.startApp({
            provider: world.provider,
            twins: world.twins,
            bridge: { issuer, clientId, clientSecret, log: world.log },
          }),
        )
      }
      const tokens = await Promise.all(
        apps.map(({ bridge }) => bridge.getAccessToken(world.browser.request('/'))),
      )
      for (const token of tokens)
        expect(await introspect(world.latchkey, token)).toMatchObject({ active: true })
      expect(new Set(tokens).size).toBe(3)
      await Promise.all(apps.map(({ close }) => close()))
    })

    test('a cookie that was never stored loses nothing', async () => {
      await signIn(world.browser, mara.sub)
      const before = world.browser.tab()
      world.later(11 * MINUTE)
      await readSession(world.browser)
      world.later(11 * MINUTE)
      await readSession(world.browser)
      // All it has is the cookie from the sign-in.
      expect(await readSession(before)).toMatchObject({ user: { email: mara.email } })
      expect(await introspect(world.latchkey, await world.getAccessToken(before))).toMatchObject({
        active: true,
      })
    })

    test('pages that cannot store a cookie do not renew again and again', async () => {
      await signIn(world.browser, mara.sub)
      world.later(11 * MINUTE)
      const request = world.browser.request('/')
      for (const _render of ['layout', 'page', 'footer']) {
        expect(await world.app.sessionOnServer(request)).toMatchObject({ user: { email: mara.email } })
        expect(await world.app.bridge.getAccessToken(request)).not.toBeNull()
      }
      expect(world.callsOf(paths.token)).toBe(2)
    })

    test('while Latchkey is down people stay signed in, and the token that still works is used', async () => {
      await signIn(world.browser, mara.sub)
      const token = await world.getAccessToken()
      await world.latchkey.stop()
      world.later(10 * MINUTE - 5_000)
      expect(await readSession(world.browser)).toMatchObject({ user: { email: mara.email } })
      expect(await world.getAccessToken()).toBe(token)
    })

    test.each(['down', 'hanging'])(
      'while Latchkey is %s and the token has expired, getAccessToken says so',
      async (state) => {
        await signIn(world.browser, mara.sub)
        if (state === 'down') await world.latchkey.stop()
        else world.latchkey.isHanging = true
        world.later(11 * MINUTE)
        await expect(world.getAccessToken()).rejects.toThrow(LatchkeyUnreachableError)
        expect(await world.app.bridge.readAccess(world.browser.request('/'))).toMatchObject({
          status: 'unavailable',
        })
        expect(await readSession(world.browser)).toMatchObject({ user: { email: mara.email } })

        world.latchkey.isHanging = false
        await world.latchkey.start()
        world.later(3_000)
        expect(await introspect(world.latchkey, await world.getAccessToken())).toMatchObject({ active: true })
      },
    )

    test('during an outage Latchkey is left alone for a moment', async () => {
      await signIn(world.browser, mara.sub)
      world.latchkey.isHanging = true
      world.later(11 * MINUTE)
      await readSession(world.browser)
      const asked = world.latchkey.calls.length
      await Promise.all([readSession(world.browser), readSession(world.browser), readSession(world.browser)])
      world.latchkey.isHanging = false
      expect(world.latchkey.calls.length).toBe(asked)
    })

    test('a wrong client secret is the fault of the app: nobody is signed out', async () => {
      await signIn(world.browser, mara.sub)
      const { cookies } = world.browser
      await world.start({}, { clientSecret: 'not the secret' })
      world.browser = openBrowser(world.app.origin, world.app.answer, cookies)
      world.later(11 * MINUTE)
      expect(await readSession(world.browser)).toMatchObject({ user: { email: mara.email } })
      await expect(world.getAccessToken()).rejects.toMatchObject({
        name: 'LatchkeyRefusedError',
        code: 'client_authentication_failed',
      })
    })

    test('both servers restart and nobody notices', async () => {
      await signIn(world.browser, mara.sub)
      const { cookies } = world.browser
      await world.latchkey.stop()
      await world.start()
      world.browser = openBrowser(world.app.origin, world.app.answer, cookies)
      expect(await readSession(world.browser)).toMatchObject({ user: { email: mara.email } })
      await world.latchkey.start()
      world.later(11 * MINUTE)
      expect(await introspect(world.latchkey, await world.getAccessToken())).toMatchObject({ active: true })
      expect(await readSession(world.browser)).toMatchObject({ user: { email: mara.email } })
    })
  })
}
