import { describe, expect, test } from 'vitest'
import { locationOf } from '../browser.js'
import { introspect } from '../latchkey-calls.js'
import { readSession, signIn } from '../sign-in.js'
import { MINUTE, mara, type World } from '../world.js'

export const callbacksRules = (world: World): void => {
  describe('the callbacks of the app', () => {
    test('its signIn comes first: what it refuses costs no exchange', async () => {
      await world.start({ callbacks: { signIn: () => false } })
      const refused = new URL(locationOf(await signIn(world.browser, mara.sub)), world.app.origin)
      expect(refused.searchParams.get('error')).toBe('AccessDenied')
      expect(world.latchkey.calls).toEqual([])
    })

    test('its signIn may send the person elsewhere', async () => {
      await world.start({ callbacks: { signIn: () => '/waiting-list' } })
      expect(new URL(locationOf(await signIn(world.browser, mara.sub)), world.app.origin).pathname).toBe(
        '/waiting-list',
      )
      expect(world.latchkey.calls).toEqual([])
    })

    test('its jwt callback sees the Latchkey user id as sub, and its claims stay', async () => {
      const subs: unknown[] = []
      await world.start({
        callbacks: {
          jwt: ({ token }) => {
            subs.push(token['sub'])
            return { ...token, visits: Number(token['visits'] ?? 0) + 1 }
          },
          session: ({ session, token }) => ({ ...session, visits: token['visits'] }),
        },
      })
      await signIn(world.browser, mara.sub)
      await readSession(world.browser)
      const session = await readSession(world.browser)
      expect(session).toMatchObject({ visits: 3, user: { id: subs[0] } })
      expect(new Set(subs).size).toBe(1)
    })

    test('its jwt callback can end the session, and Latchkey ends it too', async () => {
      await world.start({ callbacks: { jwt: ({ token, account }) => (account ? token : null) } })
      await signIn(world.browser, mara.sub)
      const token = await world.getAccessToken()
      expect(await readSession(world.browser)).toBeNull()
      expect(await introspect(world.latchkey, token)).toEqual({ active: false })
    })

    test('its jwt callback cannot replace the Latchkey session', async () => {
      await world.start({
        callbacks: { jwt: ({ token }) => ({ ...token, latchkey: { refreshToken: 'forged' } }) },
      })
      await signIn(world.browser, mara.sub)
      world.later(11 * MINUTE)
      expect(await readSession(world.browser)).toMatchObject({ user: { email: mara.email } })
    })
  })
}
