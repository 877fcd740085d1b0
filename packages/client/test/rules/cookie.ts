import { describe, expect, test } from 'vitest'
import type { HostConfig } from '../../src/next-auth/host-config.js'
import { introspect } from '../latchkey-calls.js'
import { signIn } from '../sign-in.js'
import { mara, type World } from '../world.js'

export const cookieRules = (world: World): void => {
  describe('reading the cookie', () => {
    test('nobody signed in is null', async () => {
      expect(await world.getAccessToken()).toBeNull()
      expect(await world.app.bridge.readAccess(world.browser.request('/'))).toEqual({ status: 'signed-out' })
    })

    test('a request of Node, whose headers are a plain object, is as good', async () => {
      await signIn(world.browser, mara.sub)
      const cookie = world.browser.request('/').headers.get('cookie') ?? ''
      const request = { headers: { cookie, 'x-forwarded-proto': 'http' }, url: '/api/todos' }
      expect(await world.app.bridge.getAccessToken(request)).toBe(await world.getAccessToken())
    })

    test('the session cookie of an ordinary person is not chunked', async () => {
      await signIn(world.browser, mara.sub)
      const [name, ...more] = [...world.browser.cookies.keys()].filter((key) => key.includes('session-token'))
      expect(more).toEqual([])
      expect(name).toMatch(/session-token$/)
    })

    test('a chunked cookie, a cookie name and a secret of the app are understood', async () => {
      await world.start({
        cookies: { sessionToken: { name: 'garden', options: { path: '/' } } },
        jwt: { secret: 'a secret for sessions only' },
        callbacks: { jwt: ({ token }) => ({ ...token, diary: 'x'.repeat(9_000) }) },
      } as HostConfig)
      await signIn(world.browser, mara.sub)
      expect(
        [...world.browser.cookies.keys()].filter((name) => name.startsWith('garden.')).length,
      ).toBeGreaterThan(2)
      expect(await introspect(world.latchkey, await world.getAccessToken())).toMatchObject({ active: true })
    })

    test('over https the cookie with the __Secure- prefix counts, and no other', async () => {
      await world.start({ useSecureCookies: true })
      await signIn(world.browser, mara.sub)
      const names = [...world.browser.cookies.keys()].filter((name) => name.includes('session-token'))
      expect(names).toEqual([expect.stringMatching(/^__Secure-/)])
      expect(await world.getAccessToken()).not.toBeNull()
      for (const [name, value] of [...world.browser.cookies]) {
        world.browser.cookies.delete(name)
        world.browser.cookies.set(name.replace('__Secure-', ''), value)
      }
      expect(await world.getAccessToken()).toBeNull()
    })
  })
}
