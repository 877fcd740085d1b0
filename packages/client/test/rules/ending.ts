import { describe, expect, test, vi } from 'vitest'
import { AUTH_SECRET } from '../app.js'
import { openBrowser } from '../browser.js'
import { introspect, revoke } from '../latchkey-calls.js'
import { readSession, signIn, signOut } from '../sign-in.js'
import { MINUTE, mara, type World } from '../world.js'

export const endingRules = (world: World): void => {
  describe('ending', () => {
    test('signing out ends the Latchkey session and runs the handler of the app', async () => {
      const signedOut = vi.fn()
      await world.start({ events: { signOut: signedOut } })
      await signIn(world.browser, mara.sub)
      const token = await world.getAccessToken()
      const stale = world.browser.tab()
      await signOut(world.browser)
      expect(await readSession(world.browser)).toBeNull()
      expect(signedOut).toHaveBeenCalledOnce()
      expect(await introspect(world.latchkey, token)).toEqual({ active: false })
      // A copy of the cookie that a slow answer brought back is worth nothing either.
      expect(await readSession(stale)).toBeNull()
      expect(await world.app.bridge.readAccess(stale.request('/'))).toMatchObject({ status: 'signed-out' })
    })

    test('a session that Latchkey ends is over in NextAuth within seconds, long before its access token is', async () => {
      await signIn(world.browser, mara.sub)
      expect(await readSession(world.browser)).not.toBeNull()
      await revoke(world.latchkey, await world.getAccessToken())
      // Six seconds each time, some twenty times: the access token lives ten minutes.
      const readLater = () => {
        world.later(6_000)
        return readSession(world.browser)
      }
      await expect.poll(readLater).toBeNull()
      expect([...world.browser.cookies.keys()].filter((name) => name.includes('session-token'))).toEqual([])
    })

    test('that it goes on costs one request in five seconds, however often and by whomever it is read', async () => {
      await signIn(world.browser, mara.sub)
      const other = openBrowser(world.app.origin, world.app.answer)
      await signIn(other, mara.sub)
      world.later(6_000)
      const calls = world.latchkey.calls.length
      for (const browser of [world.browser, other, world.browser, other])
        expect(await readSession(browser)).not.toBeNull()
      expect(world.latchkey.calls.slice(calls)).toEqual([expect.stringMatching(/\/status-lists\/0$/)])
    })

    test('nobody is signed out because Latchkey cannot be asked whether they are', async () => {
      await signIn(world.browser, mara.sub)
      await world.latchkey.stop()
      world.later(6_000)
      expect(await readSession(world.browser)).not.toBeNull()
      await world.latchkey.start()
    })

    test('a session that Latchkey has ended is over in NextAuth, cookie and all', async () => {
      await signIn(world.browser, mara.sub)
      const stale = world.browser.tab()
      await revoke(world.latchkey, await world.getAccessToken())
      world.later(11 * MINUTE)
      expect(await world.app.bridge.readAccess(world.browser.request('/'))).toEqual({
        status: 'ended',
        code: 'session_ended',
      })
      expect(await world.getAccessToken()).toBeNull()
      const calls = world.latchkey.calls.length
      expect(await readSession(world.browser)).toBeNull()
      expect([...world.browser.cookies.keys()].filter((name) => name.includes('session-token'))).toEqual([])
      expect(await readSession(stale)).toBeNull()
      expect(world.latchkey.calls.length).toBe(calls)
    })

    test('with Latchkey down the sign-out still works here, and Latchkey is told later', async () => {
      await signIn(world.browser, mara.sub)
      const token = await world.getAccessToken()
      await world.latchkey.stop()
      await signOut(world.browser)
      expect(await readSession(world.browser)).toBeNull()
      expect(world.log.warn).toHaveBeenCalledWith(
        expect.stringMatching(/did not end session ses_\S+ \(ECONNREFUSED\)/),
      )
      await world.latchkey.start()
      expect(await introspect(world.latchkey, token)).toMatchObject({ active: true })
      await vi.waitFor(
        async () => expect(await introspect(world.latchkey, token)).toEqual({ active: false }),
        {
          timeout: 20_000,
          interval: 200,
        },
      )
    })

    test('a cookie of another secret is no session', async () => {
      await signIn(world.browser, mara.sub)
      const { cookies } = world.browser
      await world.start({ jwt: { secret: 'another secret' } })
      world.browser = openBrowser(world.app.origin, world.app.answer, cookies)
      expect(await world.getAccessToken()).toBeNull()
      expect(await readSession(world.browser)).toBeNull()
    })

    test('a session from before the app had the bridge is none: nobody is signed in without Latchkey', async () => {
      await signIn(world.browser, mara.sub)
      const name = [...world.browser.cookies.keys()].find((key) => key.includes('session-token')) ?? ''
      const { encode } = await import('next-auth/jwt')
      const salt = name.startsWith('next-auth') ? '' : name
      world.browser.cookies.set(
        name,
        await encode({ token: { email: mara.email }, secret: AUTH_SECRET, salt }),
      )
      expect(await world.getAccessToken()).toBeNull()
      expect(await readSession(world.browser)).toBeNull()
    })
  })
}
