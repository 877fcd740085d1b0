import { paths } from '@latchkey/contract'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { HostConfig } from '../../src/next-auth/host-config.js'
import { openBrowser } from '../browser.js'
import { type LatchkeyBetween, startBetween } from '../latchkey-between.js'
import { postCredentials, readSession, refusalIn, signInWithPassword, signOut } from '../sign-in.js'
import { signUp } from '../sign-up.js'
import { dora, type World } from '../world.js'

const COOKIE = 'latchkey.device'

const nils = { email: 'nils@example.com', password: 'a sentence about otters', name: 'Nils Berg' }
const iris = { email: 'iris@example.com', password: 'a sentence about finches', name: 'Iris Vale' }

/** The lines of an answer that set the cookie by which the browser is known. */
const deviceLines = (response: Response): string[] =>
  response.headers.getSetCookie().filter((line) => line.split('=', 1)[0]?.endsWith(COOKIE))

/** `a=b; Path=/; HttpOnly` → what it says, in no order. */
const partsOf = (line: string | undefined): Set<string> =>
  new Set((line ?? '').split('; ').map((part) => part.toLowerCase()))

export const knownBrowserRules = (world: World): void => {
  describe('a browser that has signed in', () => {
    let between: LatchkeyBetween | undefined

    beforeAll(async () => {
      await signUp(world.latchkey, nils)
      await signUp(world.latchkey, iris)
    })
    afterEach(async () => {
      await between?.close()
      between = undefined
    })

    /** Starts the app with something between it and Latchkey. */
    const startBehind = async (
      change: Parameters<typeof startBetween>[1] = {},
      config: HostConfig = {},
    ): Promise<LatchkeyBetween> => {
      between = await startBetween(world.latchkey.issuer, change)
      await world.start(config, { issuer: between.issuer })
      return between
    }

    test('keeps what Latchkey gave it in a cookie that no script reads and no other site sends along', async () => {
      const [line, ...more] = deviceLines(await postCredentials(world.browser, dora))
      expect(more).toEqual([])
      const [, token] = /^latchkey\.device=(lkdv_[\w.-]+);/.exec(line ?? '') ?? []
      const parts = partsOf(line)
      const expires = [...parts].find((part) => part.startsWith('expires='))
      parts.delete(expires ?? '')
      expect(parts).toEqual(
        new Set([
          `${COOKIE}=${token}`.toLowerCase(),
          'path=/',
          'max-age=34560000',
          'httponly',
          'samesite=lax',
        ]),
      )
      expect(await readSession(world.browser)).toMatchObject({ user: { email: dora.email } })
    })

    test('over https keeps it under a name that no neighbouring host can write', async () => {
      await world.start({ useSecureCookies: true })
      const [line] = deviceLines(await postCredentials(world.browser, dora))
      expect(line).toMatch(/^__Host-latchkey\.device=lkdv_/)
      const parts = partsOf(line)
      expect([...parts]).toEqual(expect.arrayContaining(['secure', 'path=/', 'httponly', 'samesite=lax']))
      expect([...parts].filter((part) => part.startsWith('domain'))).toEqual([])
    })

    test('presents it at the next sign-in, and another browser does not', async () => {
      const { asked } = await startBehind()
      await signInWithPassword(world.browser, dora)
      const token = world.browser.cookies.get(COOKIE)
      await signOut(world.browser)
      expect(world.browser.cookies.get(COOKIE)).toBe(token)
      await signInWithPassword(world.browser, { ...dora, password: 'what of herons' })
      await signInWithPassword(world.browser, dora)
      await signInWithPassword(openBrowser(world.app.origin, world.app.answer), dora)
      const presented = asked
        .filter(({ path, form }) => path === paths.token && form.has('password'))
        .map(({ form }) => form.get('device_token'))
      expect(token).toMatch(/^lkdv_/)
      expect(presented).toEqual([null, token, token, null])
    })

    test('keeps another one when Latchkey gives another', async () => {
      await signInWithPassword(world.browser, dora)
      const first = world.browser.cookies.get(COOKIE)
      await signInWithPassword(world.browser, nils)
      const second = world.browser.cookies.get(COOKIE)
      expect([first, second]).toEqual([expect.stringMatching(/^lkdv_/), expect.stringMatching(/^lkdv_/)])
      expect(second).not.toBe(first)
    })

    test('gets none when it is refused, and loses none', async () => {
      const wrong = { ...dora, password: 'what of herons' }
      expect(deviceLines(await postCredentials(world.browser, wrong))).toEqual([])
      await signInWithPassword(world.browser, dora)
      const token = world.browser.cookies.get(COOKIE)
      expect(deviceLines(await postCredentials(world.browser, wrong))).toEqual([])
      expect(world.browser.cookies.get(COOKIE)).toBe(token)
    })

    test('sends nothing that Latchkey cannot have given it', async () => {
      const { asked } = await startBehind()
      for (const planted of ['', 'garbage', 'lkdv_', 'lkdv_a%0Ab', `lkdv_${'x'.repeat(201)}`]) {
        world.browser.cookies.set(COOKIE, planted)
        await signInWithPassword(world.browser, dora)
        expect(await readSession(world.browser)).toMatchObject({ user: { email: dora.email } })
      }
      const sent = asked
        .filter(({ form }) => form.has('password'))
        .map(({ form }) => form.has('device_token'))
      expect(sent).toEqual(Array(5).fill(false))
    })

    test.each([
      { given: undefined, what: 'an older server, which gives none' },
      { given: 'lkdv_a; Domain=example.com', what: 'a server whose word is no such token' },
    ])('signs in with $what, and keeps none', async ({ given }) => {
      await startBehind({ deviceToken: () => given })
      expect(deviceLines(await postCredentials(world.browser, dora))).toEqual([])
      expect(await readSession(world.browser)).toMatchObject({ user: { email: dora.email } })
    })

    test('is named in no session, no claim of the JWT, no callback and no log', async () => {
      const seen: unknown[] = []
      const keep = (...all: unknown[]) => void seen.push(all)
      await world.start({
        debug: true,
        logger: { error: keep, warn: keep, debug: keep },
        jwt: {
          encode: async ({ token }: { token: object }) => {
            keep(token)
            return Buffer.from(JSON.stringify(token)).toString('base64url')
          },
          decode: async ({ token }: { token: string }) =>
            JSON.parse(Buffer.from(token, 'base64url').toString()),
        },
        callbacks: {
          signIn: (params) => {
            keep(params)
            return true
          },
          jwt: (params) => {
            keep(params)
            return params.token
          },
          session: (params) => {
            keep(params)
            return params.session
          },
        },
        events: { signIn: keep },
      } as HostConfig)
      await signInWithPassword(world.browser, dora)
      await signInWithPassword(world.browser, { ...dora, password: 'what of herons' })
      await signInWithPassword(world.browser, dora)
      const page = JSON.stringify(await readSession(world.browser))
      const logged = [world.log.warn, world.log.error].flatMap(({ mock }) => mock.calls.flat())
      const kept = JSON.stringify([seen, page, logged])
      expect(world.browser.cookies.get(COOKIE)).toMatch(/^lkdv_/)
      expect(kept).toContain(dora.email)
      expect(kept).toContain('lkrt_')
      expect(kept).not.toContain('lkdv_')
    })

    test('is let in while strangers who guess at the account have others wait', async () => {
      await signInWithPassword(world.browser, iris)
      const stranger = openBrowser(world.app.origin, world.app.answer)
      const guess = async () =>
        refusalIn(await signInWithPassword(stranger, { ...iris, password: 'a guess' }))
      const refusals = []
      do refusals.push(await guess())
      while (refusals.at(-1) === 'credentials_wrong' && refusals.length < 200)
      expect(refusals.at(-1)).toBe('too_many_attempts')

      const unknown = openBrowser(world.app.origin, world.app.answer)
      expect(refusalIn(await signInWithPassword(unknown, iris))).toBe('too_many_attempts')
      expect((await signInWithPassword(world.browser, iris)).pathname).toBe('/welcome')
      expect(await readSession(world.browser)).toMatchObject({ user: { email: iris.email } })
    })
  })
}
