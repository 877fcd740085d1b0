import { paths, publicSentences } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { signInRefusal } from '../../src/next-auth/index.js'
import { openBrowser } from '../browser.js'
import { introspect, revoke } from '../latchkey-calls.js'
import { readSession, refusalIn, signInWithPassword, signOut } from '../sign-in.js'
import { dora, MINUTE, type World } from '../world.js'

export const passwordsRules = (world: World): void => {
  describe('signing in with a password', () => {
    test('opens a Latchkey session, and the session is that one', async () => {
      const welcome = await signInWithPassword(world.browser, dora)
      expect(welcome.pathname).toBe('/welcome')
      expect(await readSession(world.browser)).toEqual({
        user: { id: expect.stringMatching(/^usr_/), email: dora.email, name: dora.name, image: null },
        sessionId: expect.stringMatching(/^ses_/),
        expires: expect.any(String),
      })
      expect(await introspect(world.latchkey, await world.getAccessToken())).toMatchObject({ active: true })
      expect(world.latchkey.calls.slice(0, 1)).toEqual([paths.token])
    })

    test.each([
      { typed: { ...dora, password: 'a sentence about heron' }, who: 'a wrong password' },
      { typed: { ...dora, email: 'nobody@example.com' }, who: 'an address nobody has' },
    ])('$who is refused in the same words', async ({ typed }) => {
      const page = await signInWithPassword(world.browser, typed)
      expect(refusalIn(page)).toBe('credentials_wrong')
      expect(signInRefusal(refusalIn(page))).toBe(publicSentences.credentials_wrong)
      expect(await readSession(world.browser)).toBeNull()
      expect(await world.getAccessToken()).toBeNull()
    })

    test.each([
      {},
      { email: dora.email },
      { email: '', password: '' },
      { email: dora.email, password: 'x'.repeat(2_001) },
    ])('a form with nothing usable in it costs no call: %#', async (typed) => {
      expect(refusalIn(await signInWithPassword(world.browser, typed))).toBe('credentials_wrong')
      expect(world.latchkey.calls).toEqual([])
    })

    test('what Latchkey refuses this app, the person is told too', async () => {
      await world.start({}, { audience: 'https://unknown.example.com' })
      expect(refusalIn(await signInWithPassword(world.browser, dora))).toBe('audience_unknown')
      await world.start({}, { clientId: world.latchkey.clientWithoutPasswords })
      expect(refusalIn(await signInWithPassword(world.browser, dora))).toBe('client_grant_not_allowed')
      expect(await readSession(world.browser)).toBeNull()
    })

    test('who guesses too often has to wait, and only they: the address of the person is passed on', async () => {
      await world.start({}, {}, { userAddress: (headers) => headers.get('x-real-ip') ?? undefined })
      const from = (address: string) =>
        openBrowser(world.app.origin, (request) => {
          request.headers.set('x-real-ip', address)
          return world.app.answer(request)
        })
      const guess = { email: 'guessed@example.com', password: 'is it this one?' }
      const refusals = []
      for (let guesses = 0; guesses < 7; guesses += 1) {
        refusals.push(refusalIn(await signInWithPassword(from('203.0.113.7'), guess)))
      }
      expect(refusals.slice(0, 5)).toEqual(Array(5).fill('credentials_wrong'))
      expect(refusals.at(-1)).toBe('too_many_attempts')
      expect(refusalIn(await signInWithPassword(from('203.0.113.8'), guess))).toBe('credentials_wrong')
      expect(world.log.error).not.toHaveBeenCalled()
    })

    test.each(['down', 'hanging'])(
      'while Latchkey is %s nobody is half signed in, and told to try again',
      async (state) => {
        if (state === 'down') await world.latchkey.stop()
        else world.latchkey.isHanging = true
        const page = await signInWithPassword(world.browser, dora)
        world.latchkey.isHanging = false
        expect(refusalIn(page)).toBe('sign_in_unavailable')
        // One try: each counts as a guess.
        expect(world.callsOf(paths.token)).toBe(state === 'down' ? 0 : 1)
        expect(await readSession(world.browser)).toBeNull()
        expect(await world.getAccessToken()).toBeNull()
      },
    )

    test('the app has the last word, and what it refuses leaves no session behind', async () => {
      const seen: unknown[] = []
      for (const verdict of [false, '/waiting-list', new Error('the allow-list is down')]) {
        await world.start({
          callbacks: {
            signIn: ({ user }) => {
              seen.push(user)
              if (verdict instanceof Error) throw verdict
              return verdict
            },
          },
        })
        world.latchkey.calls.length = 0
        const page = await signInWithPassword(world.browser, dora)
        expect(page.pathname).toBe(verdict === '/waiting-list' ? verdict : '/api/auth/error')
        expect(world.latchkey.calls).toEqual([paths.token, paths.revoke])
        expect(await readSession(world.browser)).toBeNull()
      }
      expect(seen).toEqual(Array(3).fill(expect.objectContaining({ email: dora.email })))
    })
  })

  describe('a session that a password opened', () => {
    test('is believed without a call, then renewed', async () => {
      await signInWithPassword(world.browser, dora)
      const token = await world.getAccessToken()
      world.later(9 * MINUTE)
      expect(await readSession(world.browser)).toMatchObject({ user: { email: dora.email } })
      expect(await world.getAccessToken()).toBe(token)
      expect(world.callsOf(paths.token)).toBe(1)
      world.later(2 * MINUTE)
      expect(await world.getAccessToken()).not.toBe(token)
      expect(await readSession(world.browser)).toMatchObject({ user: { email: dora.email } })
      expect(world.callsOf(paths.token)).toBe(2)
    })

    test('outlives a restart of both servers', async () => {
      await signInWithPassword(world.browser, dora)
      const { cookies } = world.browser
      await world.latchkey.stop()
      await world.start()
      world.browser = openBrowser(world.app.origin, world.app.answer, cookies)
      expect(await readSession(world.browser)).toMatchObject({ user: { email: dora.email } })
      await world.latchkey.start()
      world.later(11 * MINUTE)
      expect(await introspect(world.latchkey, await world.getAccessToken())).toMatchObject({ active: true })
    })

    test('ends at Latchkey with the sign-out', async () => {
      await signInWithPassword(world.browser, dora)
      const token = await world.getAccessToken()
      await signOut(world.browser)
      expect(await readSession(world.browser)).toBeNull()
      expect(await introspect(world.latchkey, token)).toEqual({ active: false })
    })

    test('is over at the next renewal when Latchkey has ended it', async () => {
      await signInWithPassword(world.browser, dora)
      await revoke(world.latchkey, await world.getAccessToken())
      world.later(11 * MINUTE)
      expect(await world.app.bridge.readAccess(world.browser.request('/'))).toEqual({
        status: 'ended',
        code: 'session_ended',
      })
      expect(await readSession(world.browser)).toBeNull()
    })
  })
}
