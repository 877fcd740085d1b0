import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APP, PASSWORD } from '../fixtures/test-browser-door.js'
import {
  mailedTo,
  meetNewcomer,
  openVisitor,
  type ShownPage,
  startSocialPages,
  type Visitor,
} from '../fixtures/test-pages.js'
import {
  chooseAt,
  comeBack,
  going,
  HOME,
  locationOf,
  signInWith,
  type TestSocialDoor,
  whoIs,
} from '../fixtures/test-social.js'

const MINUTE = 60_000
const GOING = going('same-origin')

let door: TestSocialDoor
beforeAll(async () => {
  door = await startSocialPages()
})
afterAll(() => door[Symbol.asyncDispose]())

const newcomer = () => meetNewcomer(door)
const linkTo = ({ document }: ShownPage, label: string): string => {
  const link = [...document.querySelectorAll('a')].find(({ textContent }) => textContent === label)
  return link?.getAttribute('href')?.replace(/^\/auth/, '') ?? `no link ${label}`
}
/** Follows the button of a provider to its pages. */
const leaveBy = async (visitor: Visitor, page: ShownPage, label: string): Promise<URL> =>
  locationOf(await visitor.browser.send('GET', linkTo(page, label), undefined, GOING))
/** Links a person of a provider, and comes back to the page that lists what is linked. */
const linkAt = async (visitor: Visitor, button: string, person: string): Promise<ShownPage> => {
  const leaving = await visitor.send(await visitor.open('/pages/account/identities'), button)
  const url = leaving.document.querySelector('.card a.button')?.getAttribute('href') ?? ''
  const back = await comeBack(visitor.browser, await chooseAt(new URL(url), person))
  return visitor.open(locationOf(back).href.slice(HOME.length))
}

describe('signing in with a provider', () => {
  it('is a link for each that is configured, which leads back to where somebody wanted to go', async () => {
    const visitor = openVisitor(door)
    const page = await visitor.open('/pages/sign-in?returnTo=/notes')
    expect(page.document.querySelectorAll('.providers a')).toHaveLength(6)
    const back = await comeBack(
      visitor.browser,
      await chooseAt(await leaveBy(visitor, page, 'Sign in with GitHub'), '583231'),
    )
    expect(locationOf(back).href).toBe(`${APP}/notes`)
    expect(await whoIs(visitor.browser)).toMatchObject({ name: 'Mara Lindqvist' })
  })

  it('is remembered where the page was asked to', async () => {
    const visitor = openVisitor(door)
    const page = await visitor.open('/pages/sign-in?remember=true')
    expect(linkTo(page, 'Sign in with Google')).toBe('/sign-in/google?remember=true')
    expect(page.document.querySelector('input[name=remember]')?.hasAttribute('checked')).toBe(true)
  })

  it.each([
    ['/pages/sign-in', 'Sign in'],
    ['/pages/sign-up', 'Sign up'],
  ])('%s: the page says whether they remember, and leads to the other', async (path, heading) => {
    const visitor = openVisitor(door)
    const forgets = await visitor.open(`${path}?returnTo=/notes`)
    expect(forgets.document.body.textContent).toContain('With a provider you do not stay signed in.')
    const remembers = await visitor.open(linkTo(forgets, 'Stay signed in'))
    expect(remembers.heading).toBe(heading)
    expect(remembers.document.body.textContent).toContain('With a provider too, you stay signed in')
    expect(linkTo(remembers, 'Sign in with GitHub')).toBe(
      `/sign-in/github?returnTo=${encodeURIComponent(`${APP}/notes`)}&remember=true`,
    )
    const back = await visitor.open(linkTo(remembers, 'Do not stay signed in'))
    expect(back.path).toBe(`${path}?returnTo=${encodeURIComponent(`${APP}/notes`)}`)
  })

  it('is still remembered after somebody has cancelled it, or the provider could not be asked', async () => {
    const visitor = openVisitor(door)
    const page = await visitor.open('/pages/sign-in?remember=true')
    const back = await comeBack(
      visitor.browser,
      await chooseAt(await leaveBy(visitor, page, 'Sign in with Google'), undefined),
    )
    const told = await visitor.open(locationOf(back).href.slice(HOME.length))
    expect([told.problems.length, linkTo(told, 'Sign in with Google')]).toEqual([
      1,
      '/sign-in/google?remember=true',
    ])
    const nobody = await visitor.browser.send('GET', '/sign-in/nobody?remember=true', undefined, GOING)
    expect(locationOf(nobody).searchParams.get('remember')).toBe('true')
    const plain = await visitor.browser.send('GET', '/sign-in/nobody', undefined, GOING)
    expect(locationOf(plain).searchParams.has('remember')).toBe(false)
  })

  it('that was refused is told in words of the reader, and leads on to where they wanted to go', async () => {
    const visitor = openVisitor(door)
    const page = await visitor.open('/pages/sign-in?returnTo=/notes')
    const back = await comeBack(
      visitor.browser,
      await chooseAt(await leaveBy(visitor, page, 'Sign in with Google'), undefined),
    )
    const { pathname, search } = locationOf(back)
    expect(pathname).toBe('/auth/pages/sign-in')
    const told = await visitor.open(`/pages/sign-in${search}`, { language: 'de' })
    expect(told.problems).toEqual([
      'Google: Sie haben die Anmeldung abgebrochen. Beginnen Sie von vorn oder melden Sie sich anders an.',
    ])
    expect(new URL(linkTo(told, 'Mit Google anmelden'), APP).searchParams.get('returnTo')).toBe(
      `${APP}/notes`,
    )
  })

  it('at a provider that there is not ends on the sign-in page', async () => {
    const visitor = openVisitor(door)
    const answer = await visitor.browser.send('GET', '/sign-in/nobody', undefined, GOING)
    const told = await visitor.open(locationOf(answer).href.slice(HOME.length))
    expect(told.problems).toEqual(['You cannot sign in with this provider here.'])
  })
})

describe('linked accounts', () => {
  it('are linked by a page that goes on by itself, listed, and unlinked', async () => {
    const { visitor, email } = await newcomer()
    const empty = await visitor.open('/pages/account/identities')
    expect(empty.document.body.textContent).toContain('No account is linked.')
    const leaving = await visitor.send(empty, 'Link GitHub')
    const url = leaving.document.querySelector('.card a.button')?.getAttribute('href') ?? ''
    expect(url.startsWith(door.providers.github.url)).toBe(true)
    const refresh = leaving.document.querySelector('meta[http-equiv=refresh]')?.getAttribute('content')
    expect(refresh).toBe(`0;url=${url}`)
    const back = await comeBack(visitor.browser, await chooseAt(new URL(url), '71220015'))
    const listed = await visitor.open(locationOf(back).href.slice(HOME.length))
    expect([listed.path, listed.problems]).toEqual(['/pages/account/identities?done=linked', []])
    expect(listed.done).toBe('The account is linked. You can sign in with it from now on.')
    expect(listed.document.querySelectorAll('.list li')).toHaveLength(1)
    expect(() => linkTo(listed, 'Link GitHub')).not.toThrow()

    const elsewhere = openVisitor(door)
    await signInWith(elsewhere.browser, 'github', '71220015')
    expect(await whoIs(elsewhere.browser)).toMatchObject({ email })
    const unlinked = await visitor.send(listed, /^Unlink GitHub/)
    expect([unlinked.done, unlinked.document.querySelectorAll('.list li').length]).toEqual([
      'It is no longer linked.',
      0,
    ])
  })

  it('what is another’s is told on the page that asked', async () => {
    const [one, other] = [await newcomer(), await newcomer()]
    await linkAt(one.visitor, 'Link Facebook', '10230112358132134')
    const told = await linkAt(other.visitor, 'Link Facebook', '10230112358132134')
    expect(told.problems).toEqual(['Facebook: This account at the provider belongs to another user here.'])
    expect(told.done).toBeUndefined()
  })

  it('the last way in stays, and a first password needs a recent sign-in', async () => {
    await using alone = await startSocialPages()
    const visitor = openVisitor(alone)
    await signInWith(visitor.browser, 'auth0', 'auth0|65f0c1d2a9b87e3d4c5b6a70')
    const refused = await visitor.send(await visitor.open('/pages/account/identities'), /^Unlink Auth0/)
    expect([refused.answer.status, refused.problems]).toEqual([
      409,
      ['This is your only way to sign in. Choose a password, or link another account first.'],
    ])
    const form = await visitor.open('/pages/account/password')
    expect(form.heading).toBe('Choose a password')
    alone.clock.advance(11 * MINUTE)
    expect((await visitor.open('/pages/account/password')).answer.status).toBe(403)
    expect((await visitor.send(refused, /^Unlink Auth0/)).heading).toBe('Confirm that it is you')
    expect((await visitor.send(refused, 'Link GitHub')).heading).toBe('Confirm that it is you')

    await signInWith(visitor.browser, 'auth0', 'auth0|65f0c1d2a9b87e3d4c5b6a70')
    const first = await visitor.send(await visitor.open('/pages/account/password'), 'Set the password', {
      newPassword: PASSWORD,
    })
    expect([first.heading, first.done]).toEqual(['Password', expect.stringMatching('changed')])
    const gone = await visitor.send(await visitor.open('/pages/account/identities'), /^Unlink Auth0/)
    expect(gone.done).toBe('It is no longer linked.')
  })

  it('a provider that there is not is refused', async () => {
    const { visitor } = await newcomer()
    const page = await visitor.open('/pages/account/identities')
    const refused = await visitor.send(page, 'Link GitHub', { provider: '../../session' })
    expect(refused.answer.status).toBe(404)
  })
})

it('the message to the owner of an address that did not match leads to linking', async () => {
  const [mara] = door.providers.google.people
  await signInWith(openVisitor(door).browser, 'google', mara?.sub)
  door.mailbox.clear()
  const stranger = openVisitor(door)
  const back = await signInWith(stranger.browser, 'facebook', '10229384756102937')
  const told = await stranger.open(locationOf(back).href.slice(HOME.length))
  expect(told.problems[0]).toMatch(/^Facebook: You cannot sign in this way/)
  const { path } = await mailedTo(door, mara?.email ?? '')
  expect(path).toBe('/pages/link')

  const visitor = openVisitor(door)
  const page = await visitor.open(path)
  expect(page.heading).toBe('Link your account')
  const signIn = await visitor.open(linkTo(page, 'Sign in and link'))
  const landed = await comeBack(
    visitor.browser,
    await chooseAt(await leaveBy(visitor, signIn, 'Sign in with Google'), mara?.sub),
  )
  expect(locationOf(landed).href).toBe(`${HOME}/pages/account/identities`)
  expect((await visitor.open(path)).heading).toBe('Linked accounts')
})
