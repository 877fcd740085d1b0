import { paths, type SignInNonce } from '@latchkey/contract'
import { google, oidc } from '@latchkey/server'
import { type DevelopmentProvider, startDevelopmentProvider } from '@latchkey/testkit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { somePerson } from '../packages/server/test/fixtures/people.js'
import { countRows } from '../packages/server/test/fixtures/run-sql.js'
import { stateOf, type TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { outcomeOf } from './fixtures/outcome-of.js'

// An ID token in a page comes without code, PKCE and state: its nonce is all that ties it to a browser. Somebody wants a victim's
// token in their own browser, or their own in the victim's.

describe.each(databaseKinds)('on $name', (kind) => {
  let database: TestDatabase
  let corporate: DevelopmentProvider
  let door: TestBrowserDoor
  beforeEach(async () => {
    database = await kind.create()
    corporate = await startDevelopmentProvider()
    door = await startTestBrowserDoor({
      database,
      otherProviders: [
        oidc({ id: 'corporate', issuer: corporate.issuer, clientIds: ['latchkey-development'] }),
      ],
    })
  })
  afterEach(async () => {
    await door[Symbol.asyncDispose]()
    await corporate.close()
    await database.drop()
  })

  const begin = async (browser: TestBrowser, provider = 'google') =>
    (await browser.send('POST', `${paths.signIn}/${provider}/nonce`)).body as SignInNonce
  const finish = (browser: TestBrowser, idToken: string, provider = 'google') =>
    browser.send('POST', `${paths.signIn}/${provider}/id-token`, { idToken })
  const issue = (claims: Readonly<Record<string, unknown>>) => door.idToken(undefined, claims)
  const nobodyIsIn = async () => expect(await countRows(database, 'sessions')).toBe(0)

  test('a token for another browser’s nonce signs nobody in', async () => {
    const [mallory, victim] = [door.openBrowser(), door.openBrowser()]
    const { nonce } = await begin(mallory)
    const stolen = await issue({ nonce })
    expect(outcomeOf(await finish(victim, stolen))).toBe('400 sign_in_not_begun')
    await begin(victim)
    expect(outcomeOf(await finish(victim, stolen))).toBe('400 proof_nonce_mismatch')
    await nobodyIsIn()
    // And what was refused elsewhere was not used up.
    expect(stateOf(await finish(mallory, stolen)).status).toBe('signed_in')
  })

  test.each([
    ['no nonce', {}],
    ['an empty one', { nonce: '' }],
    ['another', { nonce: '0'.repeat(64) }],
    ['a list', { nonce: ['0'] }],
    ['nothing', { nonce: null }],
  ])('a token with %s signs nobody in', async (_, claims) => {
    const browser = door.openBrowser()
    await begin(browser)
    expect(outcomeOf(await finish(browser, await issue(claims)))).toBe('400 proof_nonce_mismatch')
    await nobodyIsIn()
  })

  test('a nonce in other letters, shorter or in a list is another', async () => {
    const browser = door.openBrowser()
    const { nonce } = await begin(browser)
    for (const odd of [nonce.toUpperCase(), nonce.slice(1), `${nonce} `, [nonce], { nonce }])
      expect(outcomeOf(await finish(browser, await issue({ nonce: odd })))).toBe('400 proof_nonce_mismatch')
    await nobodyIsIn()
  })

  test('a token for another application signs nobody in, whatever its nonce', async () => {
    const browser = door.openBrowser()
    const { nonce } = await begin(browser)
    for (const claims of [
      { aud: 'another-app' },
      { aud: ['latchkey-development', 'another-app'], azp: 'another-app' },
      { azp: 'another-app' },
    ])
      expect(outcomeOf(await finish(browser, await issue({ nonce, ...claims })))).toBe(
        '400 proof_audience_mismatch',
      )
    await nobodyIsIn()
  })

  test('a token of one provider is none at another', async () => {
    const browser = door.openBrowser()
    const { nonce } = await begin(browser)
    const other = await begin(browser, 'corporate')
    const foreign = await corporate.issueIdToken({ person: somePerson(), claims: { nonce } })
    expect(outcomeOf(await finish(browser, foreign))).toBe('400 proof_issuer_unknown')
    expect(outcomeOf(await finish(browser, foreign, 'corporate'))).toBe('400 proof_nonce_mismatch')
    expect(outcomeOf(await finish(browser, await issue({ nonce: other.nonce })))).toBe(
      '400 proof_nonce_mismatch',
    )
    await nobodyIsIn()
  })

  test('a token signs in once, and so does a nonce, even with the cookies of before', async () => {
    const browser = door.openBrowser()
    const { nonce } = await begin(browser)
    const [token, second] = [await issue({ nonce }), await issue({ nonce })]
    const cookies = new Map(browser.cookies)
    const tabs = Array.from({ length: 8 }, (_, index) => {
      const tab = door.openBrowser()
      for (const [name, cookie] of cookies) tab.cookies.set(name, cookie)
      return finish(tab, index % 2 === 0 ? token : second)
    })
    const outcomes = (await Promise.all(tabs)).map((answer) =>
      answer.status === 200 ? 'signed in' : outcomeOf(answer),
    )
    expect(outcomes.toSorted()).toEqual([...Array(7).fill('400 proof_replayed'), 'signed in'])
    expect(await countRows(database, 'sessions')).toBe(1)
  })

  test('nor does it open a session at the token endpoint afterwards', async () => {
    const browser = door.openBrowser()
    const { nonce } = await begin(browser)
    const token = await issue({ nonce })
    await finish(browser, token)
    expect(await door.exchange(token)).toMatchObject({ reason: 'proof_replayed' })
  })

  test('a page of another site begins nothing and finishes nothing', async () => {
    const browser = door.openBrowser()
    const { nonce } = await begin(browser)
    const idToken = await issue({ nonce })
    const headers = { origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' }
    for (const [path, body] of [
      ['nonce', undefined],
      ['id-token', { idToken }],
    ] as const) {
      const url = `${paths.signIn}/google/${path}`
      expect(outcomeOf(await browser.send('POST', url, body, { headers }))).toBe('403 csrf_origin_refused')
      const noToken = { headers: { 'x-xsrf-token': null } }
      expect(outcomeOf(await browser.send('POST', url, body, noToken))).toBe('403 csrf_token_missing')
    }
    await nobodyIsIn()
  })

  test('the cookie of a sign-in by pages is no nonce, nor the other way round', async () => {
    const options = {
      providers: [
        google({
          clientIds: ['latchkey-development'],
          clientSecret: 'secret',
          issuer: door.provider.issuer,
        }),
      ],
    }
    await using other = await startTestBrowserDoor({ database, options })
    const browser = other.openBrowser()
    const begun = await browser.send('POST', `${paths.signIn}/google`, {})
    const address = new URL((begun.body as { url: string }).url)
    const idToken = await issue({ nonce: address.searchParams.get('nonce') })
    expect(outcomeOf(await finish(browser, idToken))).toBe('400 sign_in_not_begun')
    const { nonce } = await begin(browser)
    const returned = await browser.send('POST', `${paths.callback}/google`, { code: 'code', state: nonce })
    expect(outcomeOf(returned)).toBe('400 sign_in_not_begun')
    await nobodyIsIn()
  })

  test('an address that the provider has not verified opens nothing that is another’s', async () => {
    const [owner, mallory] = [door.openBrowser(), door.openBrowser()]
    await door.signUp(owner, { email: 'ada@example.com' })
    const { nonce } = await begin(mallory)
    const idToken = await issue({ nonce, email: 'ada@example.com', email_verified: false })
    expect(outcomeOf(await finish(mallory, idToken))).toBe('400 address_unproven')
    expect((await mallory.readState()).status).toBe('signed_out')
  })
})
