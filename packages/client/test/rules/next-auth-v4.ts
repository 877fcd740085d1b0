import { describe, expect, test } from 'vitest'
import { locationOf } from '../browser.js'
import { introspect } from '../latchkey-calls.js'
import { postCredentials, readSession, signIn, signInWithPassword } from '../sign-in.js'
import { dora, mara, type World } from '../world.js'

const wrong = { email: dora.email, password: 'what of herons' }

export const nextAuthV4Rules = (world: World): void => {
  describe('how NextAuth v4 tells why a password is refused', () => {
    test("a page's signIn('latchkey', { redirect: false }) receives the reason as its error", async () => {
      const answer = await postCredentials(world.browser, { ...wrong, json: 'true' })
      const { url } = (await answer.json()) as { url: string }
      expect(answer.status).toBe(401)
      expect(Object.fromEntries(new URL(url).searchParams)).toEqual({ error: 'credentials_wrong' })
    })

    test('the error page of the app gets it in its address', async () => {
      await world.start({ pages: { error: '/oops' } })
      const { pathname, search } = await signInWithPassword(world.browser, wrong)
      expect(locationOf(await world.browser.get(pathname + search))).toBe('/oops?error=credentials_wrong')
    })
  })

  test('in the Pages Router, whose answer cannot be reached, a browser is let in and not remembered', async () => {
    const answer = await postCredentials(world.browser, dora)
    expect(answer.headers.getSetCookie().join()).not.toMatch(/device|lkdv_/)
    expect(await readSession(world.browser)).toMatchObject({ user: { email: dora.email } })
    expect([world.log.warn, world.log.error].flatMap(({ mock }) => mock.calls)).toEqual([])
  })

  test('in the Pages Router, where no request can be seen, a provider signs in over a session all the same', async () => {
    await signInWithPassword(world.browser, dora)
    await signIn(world.browser, mara.sub)
    expect(await readSession(world.browser)).toMatchObject({ user: { email: mara.email } })
    expect(await introspect(world.latchkey, await world.getAccessToken())).toMatchObject({ active: true })
  })
}
