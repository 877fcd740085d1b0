import { type IdentityList, identityList, paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runSql } from '../fixtures/run-sql.js'
import { refusalOf, stateOf, type TestBrowser } from '../fixtures/test-browser.js'
import { APP } from '../fixtures/test-browser-door.js'
import {
  chooseAt,
  comeBack,
  linkAt,
  locationOf,
  refusedWith,
  signInWith,
  startSocialDoor,
  type TestSocialDoor,
  whoIs,
} from '../fixtures/test-social.js'

const MINUTE = 60_000

let door: TestSocialDoor
beforeAll(async () => {
  door = await startSocialDoor()
})
afterAll(() => door[Symbol.asyncDispose]())

const listOf = async (browser: TestBrowser): Promise<IdentityList['identities']> =>
  identityList.parse((await browser.send('GET', paths.accountIdentities)).body).identities
const unlink = async (browser: TestBrowser, provider: string) => {
  const id = (await listOf(browser)).find((identity) => identity.provider === provider)?.id
  return browser.send('DELETE', `${paths.accountIdentities}/${id}`)
}

let lastPerson = 0
/** Somebody who has signed up with a password, in a browser. */
const newcomer = async () => {
  const browser = door.openBrowser()
  lastPerson += 1
  const email = `person-${lastPerson}@example.com`
  await door.signUp(browser, { email })
  door.mailbox.clear()
  return { browser, email }
}

describe('linking', () => {
  test('an account elsewhere opens the account here from then on, whatever its address', async () => {
    const { browser, email } = await newcomer()
    const user = await whoIs(browser)
    const back = await comeBack(
      browser,
      await chooseAt(await linkAt(browser, 'github', '/account'), '583231'),
    )
    expect(locationOf(back).href).toBe(`${APP}/account`)
    expect(await whoIs(browser)).toMatchObject({ id: user.id, email })

    const elsewhere = door.openBrowser()
    await signInWith(elsewhere, 'github', '583231')
    expect((await whoIs(elsewhere)).id).toBe(user.id)
    expect(await listOf(browser)).toEqual([
      {
        id: expect.stringMatching(/^idn_[A-Za-z0-9_-]{43}$/),
        provider: 'github',
        providerName: 'GitHub',
        name: 'Mara Lindqvist',
        email: 'mara_lindqvist@gmail.com',
        createdAt: expect.any(String),
        lastUsedAt: expect.any(String),
      },
    ])
  })

  test('the owner is told', async () => {
    const { browser, email } = await newcomer()
    await comeBack(browser, await chooseAt(await linkAt(browser, 'facebook'), '10230112358132134'))
    const mail = await door.mailbox.waitFor(({ to }) => to.includes(email))
    expect(mail.subject).toBe('You can sign in to Todos with Facebook now')
  })

  test('the session goes on as it was', async () => {
    const { browser } = await newcomer()
    const before = browser.cookies.get('latchkey')?.value
    await comeBack(browser, await chooseAt(await linkAt(browser, 'github'), '19864447'))
    expect(browser.cookies.get('latchkey')?.value).toBe(before)
  })

  test('what is linked already is fine, and nobody is told again', async () => {
    const { browser, email } = await newcomer()
    const person = door.providers.apple.people[1]?.sub
    await comeBack(browser, await chooseAt(await linkAt(browser, 'apple'), person))
    await door.mailbox.waitFor(({ to }) => to.includes(email))
    door.mailbox.clear()
    const again = await comeBack(browser, await chooseAt(await linkAt(browser, 'apple'), person))
    expect(locationOf(again).searchParams.get('error')).toBeNull()
    expect(await listOf(browser)).toHaveLength(1)
    expect(
      await runSql(door.database, `select count(*) as n from mails where recipient = '${email}'`),
    ).toEqual([{ n: 2 }])
  })

  test('what is another’s stays theirs; the page that asked is told', async () => {
    const first = await newcomer()
    await comeBack(first.browser, await chooseAt(await linkAt(first.browser, 'github'), '71220015'))
    const second = await newcomer()
    const back = await comeBack(
      second.browser,
      await chooseAt(await linkAt(second.browser, 'github', '/account'), '71220015'),
    )
    expect(refusedWith(back)).toEqual({ page: '/account', error: 'identity_taken', provider: 'github' })
    expect(await listOf(second.browser)).toEqual([])
    expect(await listOf(first.browser)).toHaveLength(1)
  })

  test('a page of the application finishes it too, and is told who is signed in', async () => {
    const { browser, email } = await newcomer()
    const begun = await browser.send('POST', `${paths.accountIdentities}/auth0`, {
      redirectUri: `${APP}/callback`,
    })
    const landed = await chooseAt(new URL((begun.body as { url: string }).url), 'github|19864447')
    const answer = await browser.send(
      'POST',
      `${paths.callback}/auth0`,
      Object.fromEntries(landed.url.searchParams),
    )
    expect(stateOf(answer)).toMatchObject({ status: 'signed_in', user: { email } })
    expect(await listOf(browser)).toHaveLength(1)
  })

  test('needs somebody who has signed in a moment ago', async () => {
    const stranger = await door.openBrowser().send('POST', `${paths.accountIdentities}/github`, {})
    expect(refusalOf(stranger).reason).toBe('not_signed_in')
    const { browser } = await newcomer()
    door.clock.advance(11 * MINUTE)
    const late = await browser.send('POST', `${paths.accountIdentities}/github`, {})
    expect(refusalOf(late).reason).toBe('recent_sign_in_needed')
  })
})

describe('unlinking', () => {
  test('takes the way in away, and tells the owner', async () => {
    const { browser, email } = await newcomer()
    await comeBack(browser, await chooseAt(await linkAt(browser, 'microsoft'), personAtMicrosoft(4)))
    const user = await whoIs(browser)
    door.mailbox.clear()
    expect((await unlink(browser, 'microsoft')).body).toEqual({ identities: [] })
    const mail = await door.mailbox.waitFor(({ subject }) => subject.includes('no longer'))
    expect([mail.to, mail.subject]).toEqual([[email], 'Microsoft no longer signs you in to Todos'])
    const elsewhere = door.openBrowser()
    await signInWith(elsewhere, 'microsoft', personAtMicrosoft(4))
    expect((await whoIs(elsewhere)).id).not.toBe(user.id)
  })

  const personAtMicrosoft = (index: number) => door.providers.microsoft.people[index]?.oid

  test('never the last way in', async () => {
    const browser = door.openBrowser()
    await signInWith(browser, 'auth0', 'auth0|65f0c1d2a9b87e3d4c5b6a70')
    const answer = await unlink(browser, 'auth0')
    expect(refusalOf(answer)).toMatchObject({ status: 409, reason: 'last_way_in' })
    expect(await listOf(browser)).toHaveLength(1)
  })

  test('of somebody else’s is none', async () => {
    const [one, other] = [await newcomer(), await newcomer()]
    await comeBack(one.browser, await chooseAt(await linkAt(one.browser, 'github'), '104455872'))
    const [identity] = await listOf(one.browser)
    const answer = await other.browser.send('DELETE', `${paths.accountIdentities}/${identity?.id}`)
    expect(refusalOf(answer)).toMatchObject({ status: 404, reason: 'identity_unknown' })
    expect(await listOf(one.browser)).toHaveLength(1)
  })

  test('needs a recent sign-in', async () => {
    const { browser } = await newcomer()
    await comeBack(browser, await chooseAt(await linkAt(browser, 'github'), '150773310'))
    door.clock.advance(11 * MINUTE)
    expect(refusalOf(await unlink(browser, 'github')).reason).toBe('recent_sign_in_needed')
  })
})

describe('a sign-in whose address another has proved', () => {
  test('is told the way in only in the mailbox, and not more often than the mailbox bears', async () => {
    await using alone = await startSocialDoor()
    const [mara] = alone.providers.google.people
    await signInWith(alone.openBrowser(), 'google', mara?.sub)
    const attempts = []
    for (let attempt = 0; attempt < 9; attempt += 1) {
      const back = await signInWith(alone.openBrowser(), 'facebook', '10229384756102937')
      attempts.push(refusedWith(back))
    }
    expect(new Set(attempts.map((told) => JSON.stringify(told))).size).toBe(1)
    expect(attempts[0]).toEqual({ page: '/sign-in', error: 'address_unproven', provider: 'facebook' })
    const mail = await alone.mailbox.waitFor(({ to }) => to.includes(mara?.email ?? ''))
    expect(mail.subject).toBe('Signing in to Todos with Facebook')
    expect(mail.text.replaceAll('\n', ' ')).toContain('Sign in with Google. You can then link Facebook')
    const [{ n } = { n: 0 }] = await runSql(
      alone.database,
      "select count(*) as n from mails where kind = 'sign_in_mismatch'",
    )
    expect(n).toBe(6)
  })
})
