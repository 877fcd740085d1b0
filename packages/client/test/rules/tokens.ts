import { describe, expect, test } from 'vitest'
import { readSession, signIn, signOut } from '../sign-in.js'
import { MINUTE, mara, type World } from '../world.js'

export const tokensRules = (world: World): void => {
  describe('tokens and the browser', () => {
    test('no token is in what the browser gets', async () => {
      await signIn(world.browser, mara.sub)
      const body = await (await world.browser.get('/api/auth/session')).text()
      expect(body).not.toMatch(/lkrt_|eyJ/)
      expect(body).not.toContain(await world.getAccessToken())
    })

    test('callbacks that copy their whole JWT into the session find no token in it', async () => {
      const seen: unknown[] = []
      await world.start({
        callbacks: {
          jwt: ({ token }) => {
            seen.push(token)
            return { ...token, role: 'gardener' }
          },
          session: ({ session, token }) => ({ ...session, token }),
        },
        events: {
          session: (message) => void seen.push(message.token),
          signOut: (message) => void seen.push(message.token),
        },
      })
      await signIn(world.browser, mara.sub)
      const session = await readSession(world.browser)
      await signOut(world.browser)
      expect(session?.['token']).toMatchObject({ role: 'gardener', email: mara.email })
      expect(seen.length).toBeGreaterThanOrEqual(4)
      expect(JSON.stringify([session, seen])).not.toMatch(/lkrt_|"eyJ/)
    })

    test('a session callback that drops the user does not put the JWT in its place', async () => {
      await world.start({ callbacks: { session: ({ session }) => ({ expires: session.expires }) } })
      await signIn(world.browser, mara.sub)
      expect(Object.keys((await readSession(world.browser)) ?? {})).toEqual(['expires'])
      const rendered = await world.app.sessionOnServer(world.browser.request('/'))
      expect(JSON.parse(JSON.stringify(rendered))).toEqual({ expires: expect.any(String) })
    })

    test('a page rendered on the server sees the same session', async () => {
      await signIn(world.browser, mara.sub)
      const { user, sessionId } = (await readSession(world.browser)) ?? {}
      expect(await world.app.sessionOnServer(world.browser.request('/'))).toEqual({
        user,
        sessionId,
        expires: expect.any(String),
      })
    })

    test('exposeAccessToken puts the access token into the session, and never the refresh token', async () => {
      await world.start({}, { exposeAccessToken: true })
      await signIn(world.browser, mara.sub)
      const session = await readSession(world.browser)
      expect(session?.['accessToken']).toBe(await world.getAccessToken())
      expect(JSON.stringify(session)).not.toContain('lkrt_')
    })

    test('an access token that has expired is not exposed', async () => {
      await world.start({}, { exposeAccessToken: true })
      await signIn(world.browser, mara.sub)
      await world.latchkey.stop()
      world.later(11 * MINUTE)
      const session = await readSession(world.browser)
      expect(session).toMatchObject({ user: { email: mara.email } })
      expect(session).not.toHaveProperty('accessToken')
    })

    test('no secret and no token is ever logged', async () => {
      await signIn(world.browser, mara.sub)
      await world.latchkey.stop()
      world.later(11 * MINUTE)
      await readSession(world.browser)
      await signOut(world.browser)
      await signIn(world.browser, mara.sub)
      const logged = JSON.stringify([world.log.warn.mock.calls, world.log.error.mock.calls])
      expect(logged).toContain('ses_')
      expect(logged).not.toMatch(/lkrt_|eyJ/)
      expect(logged).not.toContain(world.latchkey.clientSecret)
    })
  })
}
