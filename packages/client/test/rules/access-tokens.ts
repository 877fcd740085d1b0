import { paths } from '@latchkey/contract'
import { developmentPeople, type Misbehaviour } from '@latchkey/testkit'
import { describe, expect, test } from 'vitest'
import { signInRefusal } from '../../src/next-auth/index.js'
import { locationOf, openBrowser } from '../browser.js'
import { introspect } from '../latchkey-calls.js'
import { readSession, signIn } from '../sign-in.js'
import { mara, type World } from '../world.js'

/** GitHub has no ID tokens: the access token is the proof, once GitHub has confirmed that it is ours. */
export const accessTokensRules = (world: World): void => {
  const subject = (name: string | null) =>
    String(world.twins.github.people.find((person) => person.name === name)?.id)

  const refusalOf = async (name: string | null = mara.name): Promise<string> => {
    const { pathname, search } = new URL(
      locationOf(await signIn(world.browser, subject(name), 'github')),
      world.app.origin,
    )
    expect(await readSession(world.browser)).toBeNull()
    expect(await world.getAccessToken()).toBeNull()
    return `${pathname}${search}`
  }

  describe('signing in with GitHub', () => {
    test('exchanges the access token for a Latchkey session', async () => {
      const welcome = await signIn(world.browser, subject('Tomás Okafor'), 'github')
      expect(locationOf(welcome)).toBe(`${world.app.origin}/welcome`)
      // It is private there: only Latchkey's own question finds it, and that it is verified.
      expect(await readSession(world.browser)).toMatchObject({
        user: {
          id: expect.stringMatching(/^usr_/),
          email: 'tomas.okafor@workspace.example',
          name: 'Tomás Okafor',
        },
      })
      expect(await introspect(world.latchkey, await world.getAccessToken())).toMatchObject({ active: true })
      expect(world.latchkey.calls.slice(0, 1)).toEqual([paths.token])
    })

    test('is the same user as with Google, where both have verified the same address', async () => {
      await signIn(world.browser, mara.sub)
      const elsewhere = openBrowser(world.app.origin, world.app.answer)
      await signIn(elsewhere, subject(mara.name), 'github')
      expect(await readSession(elsewhere)).toMatchObject({ user: { email: mara.email } })
      const idOf = async (session: Promise<Record<string, unknown> | null>) => (await session)?.['user']
      expect(await idOf(readSession(elsewhere))).toMatchObject({
        id: ((await idOf(readSession(world.browser))) as { id: string }).id,
      })
    })

    test('no token of GitHub is in what the browser gets', async () => {
      await signIn(world.browser, subject(mara.name), 'github')
      expect(await (await world.browser.get('/api/auth/session')).text()).not.toMatch(/gho_/)
    })

    test('with a token that was issued to another application, nobody is signed in', async () => {
      world.twins.github.misbehave({ tokenOfAnotherApp: true })
      expect(await refusalOf()).toBe('/api/auth/error?error=AccessDenied&code=provider_token_refused')
      expect(signInRefusal('provider_token_refused')).toMatch(/does not confirm/)
    })

    test('with an address that GitHub has not verified, nobody gets into the account of its owner', async () => {
      const ines = developmentPeople.find(({ name }) => name === 'Inès Moreau')
      await signIn(openBrowser(world.app.origin, world.app.answer), ines?.sub ?? '')
      world.twins.github.misbehave({ unverifiedEmail: true })
      // There she has given no name.
      expect(await refusalOf(null)).toBe('/api/auth/error?error=AccessDenied&code=address_unproven')
    })

    test.each<Misbehaviour<'down' | 'failing' | 'garbage'>>([{ failing: true }, { garbage: true }])(
      'while GitHub is %j for Latchkey alone, the page is told that it could not be reached',
      async (misbehaviour) => {
        // NextAuth has its answers by then: only Latchkey's question meets it.
        await world.start({
          callbacks: {
            signIn: () => {
              world.twins.github.misbehave(misbehaviour)
              return true
            },
          },
        })
        expect(await refusalOf()).toBe('/api/auth/error?error=Configuration&code=provider_unreachable')
      },
    )
  })
}
