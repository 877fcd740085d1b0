import { identityList, paths } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import type { TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  chooseAt,
  comeBack,
  leaveFor,
  linkAt,
  locationOf,
  refusedWith,
  signInWith,
  startSocialDoor,
  type TestSocialDoor,
  whoIs,
} from '../packages/server/test/fixtures/test-social.js'
import { outcomeOf } from './fixtures/outcome-of.js'

// Somebody wants their own account at a provider to open another's account here, or another's to be shut for good.

const identitiesIn = async (browser: TestBrowser) =>
  identityList.parse((await browser.send('GET', paths.accountIdentities)).body).identities

const ATTACKER_AT_GITHUB = '583231'

const openVictim = async (door: TestSocialDoor, email = 'victim@example.com') => {
  const browser = door.openBrowser()
  await door.signUp(browser, { email })
  return browser
}

describe.each(databaseKinds)('on $name', (kind) => {
  test('an answer to the attacker’s request links nothing in the victim’s browser', async () => {
    await using database = await kind.create()
    await using door = await startSocialDoor({ database })
    const victim = await openVictim(door)
    const attacker = await openVictim(door, 'mallory@example.com')
    const landed = await chooseAt(await linkAt(attacker, 'github'), ATTACKER_AT_GITHUB)
    expect(refusedWith(await comeBack(victim, landed)).error).toBe('sign_in_not_begun')
    expect(await identitiesIn(victim)).toEqual([])
  })

  test('not even with the attacker’s cookie: it names the session that asked', async () => {
    await using database = await kind.create()
    await using door = await startSocialDoor({ database })
    const victim = await openVictim(door)
    const attacker = await openVictim(door, 'mallory@example.com')
    const landed = await chooseAt(await linkAt(attacker, 'github'), ATTACKER_AT_GITHUB)
    for (const [name, cookie] of attacker.cookies) if (name.includes('-go-')) victim.cookies.set(name, cookie)
    expect(refusedWith(await comeBack(victim, landed)).error).toBe('not_signed_in')
    expect(await identitiesIn(victim)).toEqual([])
  })

  test('an answer to a sign-in links nothing to who is signed in: it signs in', async () => {
    await using database = await kind.create()
    await using door = await startSocialDoor({ database })
    const victim = await openVictim(door)
    const { id } = await whoIs(victim)
    await comeBack(victim, await chooseAt(await leaveFor(victim, 'github'), ATTACKER_AT_GITHUB))
    expect((await whoIs(victim)).id).not.toBe(id)
    await door.signIn(victim, { email: 'victim@example.com' })
    expect(await identitiesIn(victim)).toEqual([])
  })

  test.each([
    ['signed out', async (_: TestSocialDoor, browser: TestBrowser) => browser.send('DELETE', paths.session)],
    [
      'in again',
      async (door: TestSocialDoor, browser: TestBrowser) =>
        door.signIn(browser, { email: 'victim@example.com' }),
    ],
    [
      'thrown out everywhere',
      async (door: TestSocialDoor, browser: TestBrowser) => {
        const other = door.openBrowser()
        await door.signIn(other, { email: 'victim@example.com' })
        await other.send('DELETE', `${paths.accountSessions}?keep=current`)
        return browser
      },
    ],
  ])('who is %s meanwhile gets nothing linked', async (_, happens) => {
    await using database = await kind.create()
    await using door = await startSocialDoor({ database })
    const browser = await openVictim(door)
    const landed = await chooseAt(await linkAt(browser, 'github'), ATTACKER_AT_GITHUB)
    await happens(door, browser)
    expect(refusedWith(await comeBack(browser, landed)).error).toBe('not_signed_in')
    const later = door.openBrowser()
    await signInWith(later, 'github', ATTACKER_AT_GITHUB)
    expect((await whoIs(later)).email).not.toBe('victim@example.com')
  })

  test('another page links nothing', async () => {
    await using database = await kind.create()
    await using door = await startSocialDoor({ database })
    const victim = await openVictim(door)
    const headers = { origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' }
    const answer = await victim.send('POST', `${paths.accountIdentities}/github`, {}, { headers })
    expect(outcomeOf(answer)).toBe('403 csrf_origin_refused')
    expect([...victim.cookies.keys()].filter((name) => name.includes('-go-'))).toEqual([])
  })

  test('two of the last ways in, taken away in the same moment: one stays', async () => {
    await using database = await kind.create()
    await using door = await startSocialDoor({ database })
    for (let round = 0; round < 4; round += 1) {
      const browser = door.openBrowser()
      await signInWith(browser, 'apple', door.providers.apple.people[round]?.sub)
      await comeBack(
        browser,
        await chooseAt(
          await linkAt(browser, 'microsoft'),
          door.providers.microsoft.people[[1, 2, 3, 4][round] ?? 0]?.oid,
        ),
      )
      const identities = await identitiesIn(browser)
      expect(identities).toHaveLength(2)
      const outcomes = await Promise.all(
        identities.map(({ id }) => browser.send('DELETE', `${paths.accountIdentities}/${id}`)),
      )
      expect(outcomes.map(outcomeOf).toSorted()).toEqual(['200', '409 last_way_in'])
      expect(await identitiesIn(browser)).toHaveLength(1)
    }
  })

  test('an identity that two accounts link in the same moment is one’s, and the other is told', async () => {
    await using database = await kind.create()
    await using door = await startSocialDoor({ database })
    const browsers = [await openVictim(door, 'one@example.com'), await openVictim(door, 'two@example.com')]
    const landed = await Promise.all(
      browsers.map(async (browser) => chooseAt(await linkAt(browser, 'github'), ATTACKER_AT_GITHUB)),
    )
    const backs = await Promise.all(
      browsers.map((browser, index) => {
        const landing = landed[index]
        if (landing === undefined) throw new Error('not landed')
        return comeBack(browser, landing)
      }),
    )
    const told = backs.map((back) => locationOf(back).searchParams.get('error'))
    expect(told.toSorted()).toEqual(['identity_taken', null])
  })
})
