import { CredentialsSignin } from 'next-auth'
import { describe, expect, test } from 'vitest'
import { SERVER_ACTION } from '../app-v5.js'
import { locationOf } from '../browser.js'
import { introspect } from '../latchkey-calls.js'
import { postCredentials, readSession, signIn, signInWithPassword } from '../sign-in.js'
import { dora, mara, type World } from '../world.js'

const wrong = { email: dora.email, password: 'what of herons' }

export const authJsV5Rules = (world: World): void => {
  describe('how Auth.js tells why a password is refused', () => {
    test('a server action catches a CredentialsSignin with the reason as its code', async () => {
      const { authorize } = world.app.bridge.credentials()
      const refused = authorize({ ...wrong }, world.browser.request('/'))
      await expect(refused).rejects.toBeInstanceOf(CredentialsSignin)
      await expect(refused).rejects.toMatchObject({ type: 'CredentialsSignin', code: 'credentials_wrong' })
    })

    test("a page's signIn('latchkey', { redirect: false }) receives the code", async () => {
      const answer = await postCredentials(world.browser, wrong, { 'x-auth-return-redirect': '1' })
      const { url } = (await answer.json()) as { url: string }
      expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
        error: 'CredentialsSignin',
        code: 'credentials_wrong',
      })
    })

    test('the sign-in page of the app gets it in its address', async () => {
      await world.start({ pages: { signIn: '/sign-in', error: '/oops' } as object })
      const { pathname, search } = await signInWithPassword(world.browser, wrong)
      expect(pathname + search).toBe('/sign-in?error=CredentialsSignin&code=credentials_wrong')
    })
  })

  describe('a browser that has signed in', () => {
    test('is remembered by a server action too', async () => {
      const { email, password } = dora
      const enter = () => world.browser.post(SERVER_ACTION, { email, password })
      expect((await enter()).status).toBe(200)
      const token = world.browser.cookies.get('latchkey.device')
      expect(token).toMatch(/^lkdv_/)
      expect(await readSession(world.browser)).toMatchObject({ user: { email: dora.email } })
      await enter()
      // Known by it: Latchkey gives a browser it does not know another one.
      expect(world.browser.cookies.get('latchkey.device')).toBe(token)
    })

    test('is let in where there is no answer to put a cookie into, and not remembered', async () => {
      const { authorize } = world.app.bridge.credentials()
      const user = await authorize({ ...dora }, world.browser.request('/'))
      expect(user).toMatchObject({ email: dora.email })
      expect(JSON.stringify(user)).not.toContain('lkdv_')
    })
  })

  describe('signing in with a provider over a session', () => {
    test('ends the earlier one', async () => {
      await signInWithPassword(world.browser, dora)
      const earlier = await world.getAccessToken()
      await signIn(world.browser, mara.sub)
      expect(await readSession(world.browser)).toMatchObject({ user: { email: mara.email } })
      expect(await introspect(world.latchkey, earlier)).toEqual({ active: false })
      expect(await introspect(world.latchkey, await world.getAccessToken())).toMatchObject({ active: true })
    })

    test('leaves it alone when Latchkey or the app refuses the new one', async () => {
      await signInWithPassword(world.browser, dora)
      const earlier = await world.getAccessToken()
      expect(locationOf(await signIn(world.browser, mara.sub, 'plain'))).toContain('provider_unknown')
      expect(await introspect(world.latchkey, earlier)).toMatchObject({ active: true })
      expect(await readSession(world.browser)).toMatchObject({ user: { email: dora.email } })
    })
  })
}
