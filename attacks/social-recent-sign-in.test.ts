import { ACCESS_TOKEN_TYPE, paths, TOKEN_EXCHANGE_GRANT, tokenResponse } from '@latchkey/contract'
import { oidc } from '@latchkey/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusalOf, type TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import { CONFIDENTIAL } from '../packages/server/test/fixtures/test-latchkey.js'
import {
  chooseAt,
  comeBack,
  leaveFor,
  signInWith,
  startSocialDoor,
  type TestSocialDoor,
} from '../packages/server/test/fixtures/test-social.js'
import { decodePart, splitJwt } from './fixtures/jwt-parts.js'

// Somebody sits before a session that was left open, and wants what needs a recent sign-in. The provider still knows the person, and
// lets them in without asking.

const HOUR = 60 * 60_000
const SOMEBODY = 'google-oauth2|108234567890123456789'

let door: TestSocialDoor
beforeAll(async () => {
  door = await startSocialDoor()
})
afterAll(() => door[Symbol.asyncDispose]())

/** A session that has been open for an hour. */
const leftOpen = async (): Promise<TestBrowser> => {
  const browser = door.openBrowser()
  await signInWith(browser, 'auth0', SOMEBODY)
  door.clock.advance(HOUR)
  await browser.readState()
  return browser
}
/** Comes back from the provider by this address, and asks for what is dangerous. */
const dare = async (browser: TestBrowser, address: URL) => {
  await comeBack(browser, await chooseAt(address, SOMEBODY))
  expect((await browser.readState()).status).toBe('signed_in')
  return refusalOf(await browser.send('DELETE', paths.account)).reason
}

test('the question how long ago it was, taken out of the address, is no answer', async () => {
  const browser = await leftOpen()
  const address = await leaveFor(browser, 'auth0')
  expect(address.searchParams.get('max_age')).toBe('300')
  address.searchParams.delete('max_age')
  expect(await dare(browser, address)).toBe('recent_sign_in_needed')
})

test('signing out first does not help', async () => {
  const browser = await leftOpen()
  await browser.send('DELETE', paths.session)
  const address = await leaveFor(browser, 'auth0')
  address.searchParams.delete('max_age')
  expect(await dare(browser, address)).toBe('recent_sign_in_needed')
})

test('an access token says nothing of when somebody signed in, however often it is exchanged', async () => {
  const token = door.providers.github.issueAccessToken()
  const exchanged = await door.post(
    paths.token,
    {
      grant_type: TOKEN_EXCHANGE_GRANT,
      subject_token: token,
      subject_token_type: ACCESS_TOKEN_TYPE,
      subject_issuer: 'github',
    },
    CONFIDENTIAL,
  )
  const { payload } = splitJwt(tokenResponse.parse(await exchanged.json()).access_token)
  expect(decodePart(payload)).not.toHaveProperty('auth_time')
})

test('a provider that never tells is believed about its token only where the configuration says so', () => {
  const corporate = {
    id: 'corporate',
    issuer: 'https://id.example.com',
    clientIds: ['us'],
    clientSecret: 'secret',
  }
  expect(oidc(corporate).codeFlow?.hearsMaxAge).toBe(true)
  expect(oidc({ ...corporate, tellsAuthTime: false }).codeFlow?.hearsMaxAge).toBe(false)
})
