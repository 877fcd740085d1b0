import { paths } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { signInRefusal } from '../../src/next-auth/index.js'
import { locationOf, openBrowser } from '../browser.js'
import { exchange, introspect } from '../latchkey-calls.js'
import { readSession, signIn } from '../sign-in.js'
import { mara, type World } from '../world.js'

export const signingInRules = (world: World): void => {
  describe('signing in', () => {
    test('exchanges the ID token for a Latchkey session, and the session is that one', async () => {
      const welcome = await signIn(world.browser, mara.sub)
      expect(locationOf(welcome)).toBe(`${world.app.origin}/welcome`)
      expect(await readSession(world.browser)).toEqual({
        user: {
          id: expect.stringMatching(/^usr_/),
          email: mara.email,
          name: mara.name,
          image: expect.stringContaining('http'),
        },
        sessionId: expect.stringMatching(/^ses_/),
        expires: expect.any(String),
      })
      expect(await introspect(world.latchkey, await world.getAccessToken())).toMatchObject({ active: true })
      expect(world.latchkey.calls.slice(0, 1)).toEqual([paths.token])
    })

    test('the same person has the same user id at the next sign-in, and another session', async () => {
      await signIn(world.browser, mara.sub)
      const first = await readSession(world.browser)
      const elsewhere = openBrowser(world.app.origin, world.app.answer)
      await signIn(elsewhere, mara.sub)
      const second = await readSession(elsewhere)
      expect(second?.['user']).toEqual(first?.['user'])
      expect(second?.['sessionId']).not.toBe(first?.['sessionId'])
    })

    test('what Latchkey refuses is refused, and the error page learns why', async () => {
      await world.start({}, { audience: 'https://unknown.example.com' })
      const refused = new URL(locationOf(await signIn(world.browser, mara.sub)), world.app.origin)
      expect(`${refused.pathname}${refused.search}`).toBe(
        '/api/auth/error?error=Configuration&code=audience_unknown',
      )
      expect(await readSession(world.browser)).toBeNull()
    })

    test('a refusal that is about the person says AccessDenied, on the page of the app if it has one', async () => {
      await world.start({
        pages: { error: '/oops?from=sign-in' },
        // Somebody else has got hold of the ID token and was faster.
        callbacks: { signIn: async ({ account }) => exchange(world.latchkey, account?.id_token) },
      })
      const refused = new URL(locationOf(await signIn(world.browser, mara.sub)), world.app.origin)
      expect(`${refused.pathname}${refused.search}`).toBe(
        '/oops?from=sign-in&error=AccessDenied&code=proof_replayed',
      )
      expect(signInRefusal('proof_replayed')).toMatch(/Sign in with the provider again/)
    })

    test('a redirect callback that sends everybody home does not hide a refusal', async () => {
      await world.start({ callbacks: { redirect: ({ baseUrl }) => baseUrl } })
      const refused = new URL(locationOf(await signIn(world.browser, mara.sub, 'plain')), world.app.origin)
      expect(refused.searchParams.get('code')).toBe('provider_unknown')
    })

    test('a provider without ID tokens that Latchkey does not know is refused', async () => {
      const refused = new URL(locationOf(await signIn(world.browser, mara.sub, 'plain')), world.app.origin)
      expect(`${refused.pathname}${refused.search}`).toBe(
        '/api/auth/error?error=Configuration&code=provider_unknown',
      )
      expect(await readSession(world.browser)).toBeNull()
    })

    test.each(['down', 'hanging'])(
      'while Latchkey is %s nobody is half signed in, and told to try again',
      async (state) => {
        if (state === 'down') await world.latchkey.stop()
        else world.latchkey.isHanging = true
        const refused = new URL(locationOf(await signIn(world.browser, mara.sub)), world.app.origin)
        world.latchkey.isHanging = false
        expect(refused.searchParams.get('code')).toBe('sign_in_unavailable')
        expect(signInRefusal('sign_in_unavailable')).toMatch(/Try again/)
        expect(await readSession(world.browser)).toBeNull()
        expect(await world.getAccessToken()).toBeNull()
      },
    )

    test('an exchange is never repeated, for a lost answer may have used the proof', async () => {
      world.latchkey.isHanging = true
      await signIn(world.browser, mara.sub)
      world.latchkey.isHanging = false
      expect(world.callsOf(paths.token)).toBe(1)
    })
  })
}
