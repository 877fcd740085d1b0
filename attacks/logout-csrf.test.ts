import { createHmac, generateKeyPairSync } from 'node:crypto'
import { paths } from '@latchkey/contract'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  endSessionPath,
  meetSomebodyAtApp,
  OTHER,
  SIGNED_OUT,
  type SomebodyAtApp,
  startLogoutPages,
} from '../conformance/fixtures/logout-pages.js'
import type { TestBrowserDoor } from '../packages/server/test/fixtures/test-browser-door.js'
import { CONFIDENTIAL } from '../packages/server/test/fixtures/test-latchkey.js'
import { fieldOf, openVisitor } from '../packages/server/test/fixtures/test-pages.js'

// Somebody else signs a person out, or uses the way out to lead them astray.

let door: TestBrowserDoor
let ada: SomebodyAtApp
beforeAll(async () => {
  door = await startLogoutPages()
  ada = await meetSomebodyAtApp(door)
})
afterAll(() => door[Symbol.asyncDispose]())

const expectNothingEnded = async (): Promise<void> => {
  expect([await ada.isAppSignedIn(), await ada.isBrowserSignedIn()]).toEqual([true, true])
}

const payloadOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a forged hint is an error, and ends nothing', () => {
  test.each<[string, () => Promise<string> | string]>([
    ['oidcc-rp-initiated-logout-bad-id-token-hint: no token at all', () => 'garbage'],
    [
      'oidcc-rp-initiated-logout-modified-id-token-hint: another person under the same signature',
      () => {
        const [header, , signature] = ada.hint.split('.')
        return [header, encode({ ...payloadOf(ada.hint), sub: `usr_${'0'.repeat(32)}` }), signature].join('.')
      },
    ],
    ['without a signature', () => `${encode({ alg: 'none', typ: 'at+jwt' })}.${ada.hint.split('.')[1]}.`],
    [
      'signed by a stranger under our key id',
      async () => {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
        const { kid } = JSON.parse(Buffer.from(ada.hint.split('.')[0] ?? '', 'base64url').toString())
        return await new SignJWT(payloadOf(ada.hint))
          .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
          .sign(privateKey)
      },
    ],
    [
      'with a MAC for a signature',
      () => {
        const input = `${encode({ alg: 'HS256', typ: 'at+jwt' })}.${ada.hint.split('.')[1]}`
        return `${input}.${createHmac('sha256', 'key').update(input).digest('base64url')}`
      },
    ],
  ])('%s', async (_, forge) => {
    const hint = await forge()
    const page = await ada.visitor.open(
      endSessionPath({
        id_token_hint: hint,
        client_id: CONFIDENTIAL.id,
        post_logout_redirect_uri: SIGNED_OUT,
      }),
    )
    expect([page.answer.status, page.heading]).toEqual([400, 'That did not work'])
    await expectNothingEnded()
  })
})

test('tokens of another kind are no hints: a logout wish, an ID token of a provider', async () => {
  const begun = await ada.visitor.browser.send('GET', endSessionPath())
  const wish = new URL(begun.headers.get('location') ?? '').searchParams.get('wish') ?? ''
  for (const hint of [wish, await door.idToken()])
    expect((await ada.visitor.open(endSessionPath({ id_token_hint: hint }))).answer.status).toBe(400)
  await expectNothingEnded()
})

test('a hint of one client is no hint of another, and opens none of its addresses', async () => {
  for (const uri of [SIGNED_OUT, 'https://other.example/signed-out']) {
    const page = await ada.visitor.open(
      endSessionPath({ id_token_hint: ada.hint, client_id: OTHER.id, post_logout_redirect_uri: uri }),
    )
    expect(page.answer.status).toBe(400)
  }
  await expectNothingEnded()
})

test('a link, a form, a frame and a page fetched ahead end nothing by themselves', async () => {
  const begun = await ada.visitor.browser.send('GET', endSessionPath())
  const location = begun.headers.get('location') ?? ''
  const path = location.slice(location.indexOf('/pages'))
  const question = await ada.visitor.open(path)
  const wish = fieldOf(question, 'wish').value ?? ''
  const csrf = fieldOf(question, 'csrf').value ?? ''
  for (const headers of [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: null, 'sec-fetch-site': 'cross-site' },
  ]) {
    const answer = await ada.visitor.post('/pages/end-session', { wish, csrf }, { headers })
    expect(answer.status).toBe(403)
  }
  expect((await ada.visitor.post('/pages/end-session', { wish, csrf: 'guessed' })).status).toBe(403)
  const framed = await ada.visitor.open(path, { headers: { 'sec-fetch-dest': 'iframe' } })
  expect(framed.answer.status).toBe(403)

  const own = await ada.visitor.browser.send('GET', endSessionPath({ id_token_hint: ada.hint }))
  const silent = own.headers.get('location') ?? ''
  const ahead = { headers: { 'sec-purpose': 'prefetch', 'sec-fetch-dest': 'document' } }
  await ada.visitor.browser.send('GET', silent.slice(silent.indexOf('/pages')), undefined, ahead)
  await ada.visitor.browser.send('HEAD', silent.slice(silent.indexOf('/pages')))
  await expectNothingEnded()
})

test('what leads from the endpoint to the page cannot be made, changed, or kept', async () => {
  const begun = await ada.visitor.browser.send('GET', endSessionPath({ id_token_hint: ada.hint }))
  const location = begun.headers.get('location') ?? ''
  const path = location.slice(location.indexOf('/pages'))
  const changed = path.slice(0, -6) + (path.endsWith('A') ? 'BBBBBB' : 'AAAAAA')
  const plain = `/pages/end-session?wish=${encode({ goOn: 'https://evil.example/' })}`
  for (const forged of [changed, plain, '/pages/end-session'])
    expect((await ada.visitor.open(forged)).answer.status, forged).toBe(400)
  door.clock.advance(31 * 60_000)
  expect((await ada.visitor.open(path)).answer.status).toBe(400)
  await expectNothingEndedIn(door)
})

/** The access token has expired meanwhile. */
const expectNothingEndedIn = async ({ clock }: TestBrowserDoor): Promise<void> => {
  expect(await ada.isBrowserSignedIn()).toBe(true)
  expect(clock.now()).toBeGreaterThan(0)
}

test('repeated parameters and endless ones are errors', async () => {
  const visitor = openVisitor(door)
  const twice = `${paths.endSession}?client_id=${CONFIDENTIAL.id}&client_id=${OTHER.id}`
  expect((await visitor.open(twice)).answer.status).toBe(400)
  const endless = endSessionPath({
    client_id: CONFIDENTIAL.id,
    post_logout_redirect_uri: SIGNED_OUT,
    state: 's'.repeat(2_001),
  })
  expect((await visitor.open(endless)).answer.status).toBe(400)
  const put = await visitor.browser.send('PUT', paths.endSession)
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST'])
})
