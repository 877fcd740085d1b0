import { paths } from '@latchkey/contract'
import { expect, test } from 'vitest'
import {
  endSessionPath,
  meetSomebodyAtApp,
  SIGNED_OUT,
  startLogoutPages,
} from '../conformance/fixtures/logout-pages.js'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { CONFIDENTIAL } from '../packages/server/test/fixtures/test-latchkey.js'
import { openVisitor } from '../packages/server/test/fixtures/test-pages.js'

// Anybody may send a browser to sign out, with whatever they like in the address or the form.

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const FROM_ELSEWHERE = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

const ODD = [
  '%00',
  'a%00b',
  '%ED%A0%80',
  '%',
  '%zz',
  '..',
  'a.b.c',
  'e30.e30.',
  '%0D%0Aset-cookie:a=b',
  '%F0%9F%98%80',
]
const NAMES = [
  'id_token_hint',
  'client_id',
  'post_logout_redirect_uri',
  'state',
  'ui_locales',
  'logout_hint',
  '__proto__',
]
const odd: readonly string[] = [
  ...NAMES.flatMap((name) => [...ODD, 'x'.repeat(6_000)].map((value) => `${name}=${value}`)),
  ...NAMES.map((name) => `${name}=a&${name}=b`),
  ...ODD.map((value) => `client_id=${CONFIDENTIAL.id}&post_logout_redirect_uri=${SIGNED_OUT}${value}`),
  `client_id=${CONFIDENTIAL.id}&post_logout_redirect_uri=//web.example/signed-out`,
  `client_id=${CONFIDENTIAL.id}&post_logout_redirect_uri=https:web.example/signed-out`,
  `client_id=${CONFIDENTIAL.id}&post_logout_redirect_uri=https://web.example%5C@evil.example/signed-out`,
  `client_id=${CONFIDENTIAL.id}&post_logout_redirect_uri=${SIGNED_OUT}%09`,
  `client_id=${CONFIDENTIAL.id}&post_logout_redirect_uri[]=https://evil.example/`,
]

test.each(databaseKinds)(
  'whatever is sent is an error on a page, or leads to a page of ours; nothing ends and nothing breaks, on $name',
  async (kind) => {
    await using database = await kind.create()
    await using door = await startLogoutPages({ database })
    const ada = await meetSomebodyAtApp(door)
    const { browser } = ada.visitor
    for (const parameters of odd) {
      const answers = [
        await browser.send('GET', `${paths.endSession}?${parameters}`),
        await browser.send('POST', paths.endSession, parameters, { headers: { ...FORM, ...FROM_ELSEWHERE } }),
      ]
      for (const { status, headers } of answers) {
        const own = headers.get('location')?.startsWith('http://localhost:5173/auth/pages/end-session?wish=')
        expect([400, 303], parameters).toContain(status)
        expect(status === 303, parameters).toBe(own ?? false)
        expect(headers.get('set-cookie'), parameters).toBeNull()
      }
    }
    for (const value of ODD)
      expect((await browser.send('GET', `/pages/end-session?wish=lkeo_${value}`)).status, value).toBe(400)
    expect(door.logLines.filter((line) => line.includes('request failed'))).toEqual([])
    expect([await ada.isAppSignedIn(), await ada.isBrowserSignedIn()]).toEqual([true, true])
  },
)

test('only GET and POST lead anywhere, and a question about the head ends nothing', async () => {
  await using door = await startLogoutPages()
  const ada = await meetSomebodyAtApp(door)
  const { browser } = ada.visitor
  const path = endSessionPath({ id_token_hint: ada.hint })
  const led = (await browser.send('HEAD', path)).headers.get('location') ?? ''
  const page = led.slice(led.indexOf('/pages'))
  for (const method of ['OPTIONS', 'DELETE', 'PUT', 'PATCH'] as const)
    for (const at of [path, page]) {
      const { status, headers } = await browser.send(method, at)
      expect([method, status, headers.get('allow')]).toEqual([method, 405, 'GET, POST'])
    }
  expect((await browser.send('HEAD', page)).status).toBe(200)
  expect([await ada.isAppSignedIn(), await ada.isBrowserSignedIn()]).toEqual([true, true])
})

test('a state that makes an address too long for browsers, proxies and servers is refused where it was sent', async () => {
  await using door = await startLogoutPages()
  const { browser } = openVisitor(door)
  const send = (state: string) => {
    const form = { client_id: CONFIDENTIAL.id, post_logout_redirect_uri: SIGNED_OUT, state }
    return browser.send('POST', paths.endSession, new URLSearchParams(form).toString(), { headers: FORM })
  }
  // Six characters each in an address, and nine.
  for (const state of ['ü'.repeat(334), '漢'.repeat(2_000)]) expect((await send(state)).status).toBe(400)
  for (const state of ['s'.repeat(2_000), 'ü'.repeat(333)]) {
    const { status, headers } = await send(state)
    expect(status).toBe(303)
    expect(headers.get('location')?.length).toBeLessThan(4_000)
    const back = await openVisitor(door).leave((headers.get('location') ?? '').replace(/^.*\/auth/, ''))
    expect(new URL(back.url).searchParams.get('state')).toBe(state)
  }
})
