import { paths } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { countRows, runSql } from '../packages/server/test/fixtures/run-sql.js'
import { refusalOf, type TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import { APP } from '../packages/server/test/fixtures/test-browser-door.js'
import {
  chooseAt,
  comeBack,
  going,
  leaveFor,
  linkAt,
  locationOf,
  refusedWith,
  startSocialDoor,
  whoIs,
} from '../packages/server/test/fixtures/test-social.js'
import { answerRaw, landingOf, startRawProvider } from './fixtures/raw-provider.js'

// A sign-in under way is a cookie. It must not weigh so much that the browser is locked out, not be used up by who only looks
// ahead, and be good once, however often it is sent.

const goes = (browser: TestBrowser) => [...browser.cookies.keys()].filter((name) => name.includes('-go-'))

describe('what a browser carries', () => {
  test('stays so little that it reaches every server, whatever was asked for', async () => {
    await using door = await startSocialDoor()
    const browser = door.openBrowser()
    const long = 'x'.repeat(960)
    for (let tab = 0; tab < 8; tab += 1) {
      const asked = { returnTo: `/${tab}${long}`, redirectUri: `${APP}/${long}` }
      expect((await browser.send('POST', `${paths.signIn}/google`, asked)).status).toBe(200)
      door.clock.advance(1_000)
    }
    const carried = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`)
    expect(carried.join('; ').length).toBeLessThan(8_000)
    // RFC 6265 §6.1: no browser has to keep more than 4096 bytes of one.
    for (const cookie of carried) expect(cookie.length).toBeLessThan(4_000)
    expect(goes(browser).length).toBeGreaterThan(1)
  })

  test('the newest of heavy ones can be finished', async () => {
    await using door = await startSocialDoor()
    const browser = door.openBrowser()
    const long = `?returnTo=${encodeURIComponent(`/${'x'.repeat(960)}`)}`
    for (let tab = 0; tab < 4; tab += 1) await leaveFor(browser, 'google', long)
    door.clock.advance(1_000)
    const landed = await chooseAt(
      await leaveFor(browser, 'google', long),
      door.providers.google.people[0]?.sub,
    )
    expect(locationOf(await comeBack(browser, landed)).searchParams.has('error')).toBe(false)
    expect((await browser.readState()).status).toBe('signed_in')
  })

  test('a sign-in that has just begun outlives nonces that other tabs were given', async () => {
    await using door = await startSocialDoor()
    const browser = door.openBrowser()
    const askForNonce = async () => {
      expect((await browser.send('POST', `${paths.signIn}/google/nonce`, {})).status).toBe(200)
      door.clock.advance(60_000)
    }
    for (let tab = 0; tab < 3; tab += 1) await askForNonce()
    const address = await leaveFor(browser, 'google')
    door.clock.advance(60_000)
    await askForNonce()
    await comeBack(browser, await chooseAt(address, door.providers.google.people[0]?.sub))
    expect((await browser.readState()).status).toBe('signed_in')
  })

  test('cookies that are none of ours are thrown away, and hinder nobody', async () => {
    await using door = await startSocialDoor()
    const browser = door.openBrowser()
    for (const name of ['planted', 'a'.repeat(100), '__proto__'])
      browser.cookies.set(`latchkey-go-${name}`, { value: `lkgo_${'x'.repeat(1_000)}`, attributes: [] })
    await leaveFor(browser, 'google')
    expect(goes(browser)).toHaveLength(1)
  })
})

describe('who only looks ahead', () => {
  const ahead = (purpose: string) => ({
    headers: { ...going('same-origin').headers, 'sec-purpose': purpose },
  })

  test.each(['prefetch', 'prefetch;prerender', 'prefetch;anonymous-client-ip'])(
    '(%s) begins nothing, finishes nothing and uses nothing up',
    async (purpose) => {
      await using door = await startSocialDoor()
      const browser = door.openBrowser()
      const begun = await browser.send('GET', `${paths.signIn}/google`, undefined, ahead(purpose))
      // No redirect: it would be kept, and followed by who clicks.
      expect(refusalOf(begun)).toMatchObject({ status: 403, reason: 'csrf_site_refused' })
      expect(goes(browser)).toEqual([])

      const { url } = await chooseAt(await leaveFor(browser, 'google'), door.providers.google.people[0]?.sub)
      const path = `${paths.callback}/google${url.search}`
      const finished = await browser.send('GET', path, undefined, ahead(purpose))
      expect(refusalOf(finished).status).toBe(403)
      expect((await browser.readState()).status).toBe('signed_out')
      await comeBack(browser, { url, form: undefined })
      expect((await browser.readState()).status).toBe('signed_in')
    },
  )

  test('(HEAD) uses nothing up', async () => {
    await using door = await startSocialDoor()
    const browser = door.openBrowser()
    const { url } = await chooseAt(await leaveFor(browser, 'google'), door.providers.google.people[0]?.sub)
    await browser.send('HEAD', `${paths.callback}/google${url.search}`, undefined, going('cross-site'))
    await comeBack(browser, { url, form: undefined })
    expect((await browser.readState()).status).toBe('signed_in')
  })
})

describe.each(databaseKinds)('on $name', (kind) => {
  test('one answer that comes ten times in the same moment opens one session', async () => {
    await using database = await kind.create()
    await using door = await startSocialDoor({ database })
    const browser = door.openBrowser()
    const landed = await chooseAt(await leaveFor(browser, 'github'), '583231')
    const cookies = new Map(browser.cookies)
    const tabs = Array.from({ length: 10 }, () => {
      const tab = door.openBrowser()
      for (const [name, cookie] of cookies) tab.cookies.set(name, cookie)
      return tab
    })
    const answers = await Promise.all(tabs.map((tab) => comeBack(tab, landed)))
    expect(answers.filter((answer) => !locationOf(answer).searchParams.has('error'))).toHaveLength(1)
    for (const answer of answers.filter((one) => locationOf(one).searchParams.has('error')))
      expect(refusedWith(answer).error).toMatch(/^(proof_replayed|code_refused)$/)
    expect(await countRows(database, 'sessions')).toBe(1)
    expect(await countRows(database, 'users')).toBe(1)
  })

  test.each([
    ['suspended', (id: string) => `update users set suspended_at = 1 where id = '${id}'`],
    ['deleted', (id: string) => `delete from users where id = '${id}'`],
    ['signed out', (id: string) => `update sessions set ended_at = 1 where user_id = '${id}'`],
  ])('who was %s while the provider was asked gets nothing linked', async (_, statement) => {
    await using database = await kind.create()
    await using upstream = await startRawProvider()
    await using door = await startSocialDoor({ database, options: { providers: [upstream.provider] } })
    const browser = door.openBrowser()
    await door.signUp(browser)
    const { id } = await whoIs(browser)
    upstream.api = async (request, response) => {
      await runSql(database, statement(id))
      answerRaw('{"id":"1"}')(request, response)
    }
    const url = landingOf(await linkAt(browser, 'discord'))
    const { error } = refusedWith(await comeBack(browser, { url, form: undefined }))
    expect(error).toBe('not_signed_in')
    expect(await countRows(database, 'identities')).toBe(0)
    expect(await countRows(database, 'provider_tokens')).toBe(0)
  })

  test.each([
    ['suspended', (id: string) => `update users set suspended_at = 1 where id = '${id}'`],
    ['deleted', (id: string) => `delete from users where id = '${id}'`],
  ])('who was %s meanwhile gets nothing linked', async (_, statement) => {
    await using database = await kind.create()
    await using door = await startSocialDoor({ database })
    const browser = door.openBrowser()
    await door.signUp(browser)
    const landed = await chooseAt(await linkAt(browser, 'github'), '583231')
    await runSql(database, statement((await whoIs(browser)).id))
    expect(refusedWith(await comeBack(browser, landed)).error).toBe('not_signed_in')
    expect(await countRows(database, 'identities')).toBe(0)
    expect(await countRows(database, 'provider_tokens')).toBe(0)
  })
})
