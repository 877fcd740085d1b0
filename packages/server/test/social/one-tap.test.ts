import { paths, signInNonce } from '@latchkey/contract'
import { google, linkedin } from '@latchkey/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusalOf, stateOf, type TestBrowser } from '../fixtures/test-browser.js'
import { startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'

const HOUR = 3_600_000
const NONCE = `${paths.signIn}/google/nonce`
const ID_TOKEN = `${paths.signIn}/google/id-token`

let door: TestBrowserDoor
beforeAll(async () => {
  door = await startTestBrowserDoor({
    otherProviders: [linkedin({ clientIds: ['us'], clientSecret: 's', issuer: 'http://localhost:1/' })],
  })
})
afterAll(() => door[Symbol.asyncDispose]())

const begin = async (browser: TestBrowser) =>
  signInNonce.strict().parse((await browser.send('POST', NONCE)).body)
/** What the provider's script does with it. */
const ask = (nonce: string) => door.idToken(undefined, { nonce })

describe('by a provider’s own script in the page', () => {
  test('a person signs in, at a provider that has no client secret of ours', async () => {
    const browser = door.openBrowser()
    const { nonce, clientId } = await begin(browser)
    expect(clientId).toBe('latchkey-development')
    expect(nonce).toMatch(/^[0-9a-f]{64}$/)
    const answer = await browser.send('POST', ID_TOKEN, { idToken: await ask(nonce) })
    expect(stateOf(answer)).toMatchObject({ status: 'signed_in', session: { remembered: false } })
    expect((await browser.readState()).status).toBe('signed_in')
    expect([...browser.cookies.keys()].filter((name) => name.includes('-go-'))).toEqual([])
  })

  test('is remembered when they ask for it, and ends what the browser held', async () => {
    const browser = door.openBrowser()
    const [first, second] = [await begin(browser), await begin(browser)]
    const one = stateOf(await browser.send('POST', ID_TOKEN, { idToken: await ask(first.nonce) }))
    const kept = browser.cookies.get('latchkey')
    // Several tabs may have a nonce each.
    const two = stateOf(
      await browser.send('POST', ID_TOKEN, { idToken: await ask(second.nonce), remember: true }),
    )
    expect(two).toMatchObject({ status: 'signed_in', session: { remembered: true } })
    expect(one.csrfToken).not.toBe(two.csrfToken)
    const thief = door.openBrowser()
    if (kept !== undefined) thief.cookies.set('latchkey', kept)
    expect((await thief.readState()).status).toBe('signed_out')
  })

  test('after an hour it is too late', async () => {
    const browser = door.openBrowser()
    const { nonce } = await begin(browser)
    door.clock.advance(HOUR)
    const answer = await browser.send('POST', ID_TOKEN, { idToken: await ask(nonce) })
    expect(refusalOf(answer)).toMatchObject({ status: 400, reason: 'sign_in_not_begun' })
  })

  test('a provider by whose pages people sign in is asked as the same client', async () => {
    const options = {
      providers: [google({ clientIds: ['web', 'native'], clientSecret: 's', issuer: door.provider.issuer })],
    }
    await using other = await startTestBrowserDoor({ options })
    expect((await begin(other.openBrowser())).clientId).toBe('web')
  })

  test('pages and scripts take no place from each other, but for the oldest of many', async () => {
    const browser = door.openBrowser()
    for (let tab = 0; tab < 6; tab += 1) {
      await begin(browser)
      door.clock.advance(1_000)
    }
    const { nonce } = await begin(browser)
    expect([...browser.cookies.keys()].filter((name) => name.includes('-go-'))).toHaveLength(4)
    expect(stateOf(await browser.send('POST', ID_TOKEN, { idToken: await ask(nonce) })).status).toBe(
      'signed_in',
    )
  })

  test.each(['linkedin', 'nobody', '__proto__'])('%s has no such script', async (provider) => {
    const browser = door.openBrowser()
    for (const [path, body] of [
      ['nonce', undefined],
      ['id-token', { idToken: 'x' }],
    ] as const) {
      const answer = await browser.send('POST', `${paths.signIn}/${provider}/${path}`, body)
      expect(refusalOf(answer).reason).toBe('provider_unknown')
    }
  })
})
