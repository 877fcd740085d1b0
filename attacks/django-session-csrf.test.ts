import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  PASSWORD,
  type Spa,
  startSessionDoor,
  type TestSessionDoor,
} from '../packages/server/test/fixtures/test-session-door.js'

// Another page wants the victim's browser to sign in or out here. A sibling host can plant cookies for ours (RFC 6265 §8.6), so that it
// knows the token in them; what it cannot do is say that it is a page of ours.

const MALLORY = { id: '1', email: 'mallory@example.com', isProven: true }
const ADA = { id: '2', email: 'ada@example.com', isProven: true }
const PLANTED = { value: 'm'.repeat(64), attributes: ['domain=.localhost'] }

let house: TestSessionDoor
beforeAll(async () => {
  house = await startSessionDoor()
  await house.addPerson(MALLORY)
  await house.addPerson(ADA)
})
afterAll(() => house[Symbol.asyncDispose]())

/** What browsers say about a page of a sibling host, and of another site. */
const pages = [
  ['a sibling host', { origin: 'http://blog.localhost:4000', 'sec-fetch-site': 'same-site' }],
  ['another port', { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-site' }],
  ['another site', { origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' }],
  ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['a browser that leaves Origin out', { origin: '', 'sec-fetch-site': 'same-site' }],
] as const

const acts = (code: string) => [
  { path: '/api/login/', body: { email: MALLORY.email, password: PASSWORD } },
  { path: '/api/social/github/', body: { code } },
  { path: `/api/social/github/?code=${code}`, body: {} },
  { path: '/api/logout/', body: {} },
]

const whoIsIn = async (spa: Spa): Promise<unknown> => (await spa.profile()).body

describe.each(pages)('a page of %s', (_, said) => {
  test('signs nobody in with a token it has planted', async () => {
    const victim = house.openSpa()
    victim.cookies.set('csrftoken', PLANTED)
    for (const { path, body } of acts(await house.codeOf('github'))) {
      const { status, setCookies } = await victim.ask(path, { body, headers: said })
      expect([path, status, setCookies]).toEqual([path, 403, []])
    }
    expect(victim.cookies.has('sessionid')).toBe(false)
  })

  test('signs nobody out, and nobody over into another account', async () => {
    const victim = house.openSpa()
    await victim.open()
    await victim.login(ADA)
    const before = await whoIsIn(victim)
    victim.cookies.set('csrftoken', PLANTED)
    for (const { path, body } of acts(await house.codeOf('github')))
      expect((await victim.ask(path, { body, headers: said })).status).toBe(403)
    expect(await whoIsIn(victim)).toEqual(before)
  })
})

test('a form of another page, which sets no header, does nothing, whatever its encoding', async () => {
  const victim = house.openSpa()
  victim.cookies.set('csrftoken', PLANTED)
  const json = JSON.stringify({ email: MALLORY.email, password: PASSWORD, padding: '=' })
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const headers = { 'content-type': type, 'x-csrftoken': '', origin: '', 'sec-fetch-site': '' }
    expect((await victim.ask('/api/login/', { body: json, headers })).status).toBe(403)
  }
})

test('a token that a sibling planted before or behind ours keeps nobody from signing in', async () => {
  const victim = house.openSpa()
  await victim.open()
  const own = victim.cookies.get('csrftoken')?.value ?? ''
  for (const cookie of [
    `csrftoken=${PLANTED.value}; csrftoken=${own}`,
    `csrftoken=${own}; csrftoken=${PLANTED.value}`,
    `csrftoken=junk; csrftoken=; csrftoken=${own}`,
  ]) {
    const body = { email: ADA.email, password: PASSWORD }
    const answer = await victim.ask('/api/login/', { body, headers: { cookie, 'x-csrftoken': own } })
    expect(answer.status).toBe(200)
  }
})

test('nobody may read an answer from another origin', async () => {
  for (const [, said] of pages) {
    const { headers } = await house.openSpa().ask('/api/users/profile/', { headers: said })
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  }
  const preflight = await house.openSpa().ask('/api/login/', {
    method: 'OPTIONS',
    headers: { origin: 'https://attacker.example', 'access-control-request-method': 'POST' },
  })
  expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
})
