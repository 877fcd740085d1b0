import { microsoft } from '@latchkey/server'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { runSql } from '../fixtures/run-sql.js'
import { APP } from '../fixtures/test-browser-door.js'
import {
  chooseAt,
  comeBack,
  leaveFor,
  locationOf,
  refusedWith,
  signInWith,
  startSocialDoor,
  type TestSocialDoor,
  whoIs,
} from '../fixtures/test-social.js'

type TwinName = 'google' | 'github' | 'facebook' | 'microsoft' | 'apple' | 'auth0'
const names: readonly TwinName[] = ['google', 'github', 'facebook', 'microsoft', 'apple', 'auth0']

let door: TestSocialDoor
beforeAll(async () => {
  door = await startSocialDoor()
})
afterAll(() => door[Symbol.asyncDispose]())
afterEach(() => {
  for (const name of names) door.providers[name].behave()
})

const subjectsAt = (name: TwinName): readonly string[] => {
  const { github, microsoft, auth0, google, facebook, apple } = door.providers
  switch (name) {
    case 'github':
      return github.people.map(({ id }) => String(id))
    case 'facebook':
      return facebook.people.map(({ id }) => id)
    case 'microsoft':
      return microsoft.people.map(({ oid }) => oid)
    case 'auth0':
      return auth0.people.map(({ userId }) => userId)
    default:
      return (name === 'google' ? google : apple).people.map(({ sub }) => sub)
  }
}

const personAt = async (name: TwinName, person: string | undefined) => {
  const browser = door.openBrowser()
  const back = await signInWith(browser, name, person)
  const told = locationOf(back).searchParams.get('error')
  if (told !== null) throw new Error(told)
  return whoIs(browser)
}

const identitiesOf = (user: string) =>
  runSql(
    door.database,
    `select provider, subject, email from identities where user_id = '${user}' order by provider`,
  )

describe.each(names)('%s', (name) => {
  test('cancelling leads back to the page on which to sign in', async () => {
    const back = await signInWith(door.openBrowser(), name, undefined)
    expect(refusedWith(back)).toEqual({ page: '/sign-in', error: 'sign_in_cancelled', provider: name })
  })

  test('an answer with the state of another sign-in is refused', async () => {
    const browser = door.openBrowser()
    const address = await leaveFor(browser, name)
    door.providers[name].misbehave({ wrongState: true })
    const back = await comeBack(browser, await chooseAt(address, someoneAt(name)))
    expect(refusedWith(back).error).toBe('sign_in_not_begun')
  })

  test('a code that was redeemed before is refused', async () => {
    const browser = door.openBrowser()
    const address = await leaveFor(browser, name)
    door.providers[name].misbehave({ replayedCode: true })
    const back = await comeBack(browser, await chooseAt(address, someoneAt(name)))
    expect(refusedWith(back).error).toBe('code_refused')
  })

  test.each([
    ['down', { down: true }],
    ['failing', { failing: true }],
    ['garbage', { garbage: true }],
  ] as const)('one that is %s opens no session, and is told as such', async (_, misbehaviour) => {
    const browser = door.openBrowser()
    const landed = await chooseAt(await leaveFor(browser, name), someoneAt(name))
    door.providers[name].misbehave(misbehaviour)
    expect(refusedWith(await comeBack(browser, landed)).error).toBe('provider_unreachable')
    expect((await browser.readState()).status).toBe('signed_out')
  })

  test('somebody without an address has an account without one, and the same one again', async () => {
    const person = someoneAt(name)
    await using alone = await startSocialDoor()
    alone.providers[name].misbehave({ noEmail: true })
    const browser = alone.openBrowser()
    await signInWith(browser, name, person)
    const user = await whoIs(browser)
    expect(user.email).toBeNull()
    await signInWith(browser, name, person)
    expect((await whoIs(browser)).id).toBe(user.id)
  })
})

/** The last of a cast is nobody whom other tests sign in. */
const someoneAt = (name: TwinName): string => subjectsAt(name).at(-1) ?? ''

describe('GitHub', () => {
  test('knows people by number, and a private address by its own API', async () => {
    const tomas = door.providers.github.people[1]
    const user = await personAt('github', String(tomas?.id))
    expect(user).toMatchObject({
      email: 'tomas.okafor@workspace.example',
      emailVerified: true,
      name: 'Tomás Okafor',
    })
    expect(await identitiesOf(user.id)).toEqual([
      { provider: 'github', subject: '19864447', email: 'tomas.okafor@workspace.example' },
    ])
  })

  test('tells the login of who has no name', async () => {
    expect(await personAt('github', '71220015')).toMatchObject({ name: 'ines' })
  })

  test('an address it has verified counts before the primary one that it has not', async () => {
    expect(await personAt('github', '104455872')).toMatchObject({
      email: 'noor@proven.example',
      emailVerified: true,
    })
  })

  test('a noreply address is no mailbox', async () => {
    expect(await personAt('github', '150773310')).toMatchObject({ email: null, emailVerified: false })
  })
})

describe('Facebook', () => {
  test('tells addresses that nobody has proved', async () => {
    await using alone = await startSocialDoor()
    const browser = alone.openBrowser()
    await signInWith(browser, 'facebook', '10229384756102937')
    expect(await whoIs(browser)).toMatchObject({
      email: 'mara_lindqvist@gmail.com',
      emailVerified: false,
      name: 'Mara Lindqvist',
    })
  })

  test('is believed about addresses by who says so', async () => {
    await using trusting = await startSocialDoor({ facebookTrusted: true })
    const browser = trusting.openBrowser()
    await signInWith(browser, 'facebook', '10229384756102937')
    expect(await whoIs(browser)).toMatchObject({ emailVerified: true })
  })

  test('its fragment does not follow the person into the app', async () => {
    const browser = door.openBrowser()
    const landed = await chooseAt(
      await leaveFor(browser, 'facebook', '?returnTo=/todos'),
      '10230112358132134',
    )
    expect(landed.url.hash).toBe('#_=_')
    expect((await comeBack(browser, landed)).headers.get('location')).toBe(`${APP}/todos#`)
  })

  test('who signed up with a phone has no address', async () => {
    expect(await personAt('facebook', '10230112358132134')).toMatchObject({ email: null })
  })
})

describe('Microsoft', () => {
  const at = (index: number) => subjectsAt('microsoft')[index]

  test('knows people by tenant and object', async () => {
    await using alone = await startSocialDoor()
    const browser = alone.openBrowser()
    const person = alone.providers.microsoft.people[0]
    await signInWith(browser, 'microsoft', at(0))
    expect(await whoIs(browser)).toMatchObject({
      email: 'tomas.okafor@workspace.example',
      emailVerified: true,
    })
    expect(await runSql(alone.database, 'select subject from identities')).toEqual([
      { subject: `${person?.tid}.${person?.oid}` },
    ])
  })

  test('an address that an administrator of another tenant wrote proves nothing', async () => {
    await using alone = await startSocialDoor()
    const [owner, mallory] = [alone.openBrowser(), alone.openBrowser()]
    await signInWith(owner, 'microsoft', at(0))
    const back = await signInWith(mallory, 'microsoft', at(2))
    expect(refusedWith(back).error).toBe('address_unproven')
    expect((await mallory.readState()).status).toBe('signed_out')
  })

  test('only tenants that are named may sign in, when some are', async () => {
    const twin = door.providers.microsoft
    const [tomas, , mallory] = twin.people
    const only = microsoft({
      clientIds: [twin.client.id],
      clientSecret: twin.client.secret,
      baseUrl: twin.url,
      tenants: [tomas?.tid ?? '', '6f1d0c4e-0000-4000-8000-000000000000'],
    })
    await using strict = await startSocialDoor({ options: { providers: [only] } })
    const browser = strict.openBrowser()
    const stranger = await signInWith(browser, 'microsoft', mallory?.oid)
    expect(refusedWith(stranger).error).toBe('proof_issuer_unknown')
    await signInWith(browser, 'microsoft', tomas?.oid)
    expect((await browser.readState()).status).toBe('signed_in')
  })
})

describe('Apple', () => {
  const at = (index: number) => subjectsAt('apple')[index]

  test('comes back by a form, tells the name once, and it stays', async () => {
    await using alone = await startSocialDoor()
    const browser = alone.openBrowser()
    const person = alone.providers.apple.people[1]
    const landed = await chooseAt(await leaveFor(browser, 'apple'), person?.sub)
    expect(landed.form?.get('user')).toContain('firstName')
    await comeBack(browser, landed)
    expect(await whoIs(browser)).toMatchObject({
      name: 'Tomás Okafor',
      email: 'r7k2mw94xd@privaterelay.appleid.com',
      emailVerified: true,
    })
    const again = await chooseAt(await leaveFor(browser, 'apple'), person?.sub)
    expect(again.form?.has('user')).toBe(false)
    await comeBack(browser, again)
    expect(await whoIs(browser)).toMatchObject({ name: 'Tomás Okafor' })
  })

  test('truths are read, as texts and as truths', async () => {
    expect(await personAt('apple', at(2))).toMatchObject({ emailVerified: true })
    expect(await personAt('apple', at(4))).toMatchObject({
      email: 'aesa@letters.example',
      emailVerified: false,
    })
  })

  test('a name of another shape is none, and no hindrance', async () => {
    await using alone = await startSocialDoor()
    for (const user of ['{', '[]', 'null', '{"name":{"firstName":{"a":1}}}', '{"name":"x"}']) {
      const browser = alone.openBrowser()
      const landed = await chooseAt(await leaveFor(browser, 'apple'), alone.providers.apple.people[0]?.sub)
      landed.form?.set('user', user)
      await comeBack(browser, landed)
      expect(await whoIs(browser)).toMatchObject({ email: 'mara_lindqvist@gmail.com', name: null })
    }
  })
})

describe('Auth0', () => {
  test('one number by two connections is two identities, of one person where the address is proven', async () => {
    await using alone = await startSocialDoor()
    const [one, two] = [alone.openBrowser(), alone.openBrowser()]
    await signInWith(one, 'auth0', 'google-oauth2|108234567890123456789')
    await signInWith(two, 'auth0', 'github|19864447')
    expect((await whoIs(two)).id).toBe((await whoIs(one)).id)
    expect(await runSql(alone.database, 'select subject from identities order by subject')).toEqual([
      { subject: 'github|19864447' },
      { subject: 'google-oauth2|108234567890123456789' },
    ])
  })
})

test('people of two providers with one proven address are one', async () => {
  await using alone = await startSocialDoor()
  const [first, second] = [alone.openBrowser(), alone.openBrowser()]
  await signInWith(first, 'google', alone.providers.google.people[1]?.sub)
  await signInWith(second, 'github', '19864447')
  expect((await whoIs(second)).id).toBe((await whoIs(first)).id)
})
