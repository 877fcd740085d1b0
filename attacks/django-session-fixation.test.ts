import { djangoSession, drfToken } from '@latchkey/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Spa,
  startSessionDoor,
  type TestSessionDoor,
} from '../packages/server/test/fixtures/test-session-door.js'

// An attacker who can put a cookie `sessionid` into the victim's browser wants the session she signs in to to be one he knows, or her
// to go on unnoticed in his. The name is Django's, so it cannot be one that neighbouring hosts cannot set.

const MALLORY = { id: '1', email: 'mallory@example.com', isProven: true }
const ADA = { id: '2', email: 'ada@example.com', isProven: true }

let house: TestSessionDoor
beforeAll(async () => {
  house = await startSessionDoor()
  await house.addPerson(MALLORY)
  await house.addPerson(ADA)
})
afterAll(() => house[Symbol.asyncDispose]())

const signedInAs = async ({ email }: { readonly email: string }): Promise<Spa> => {
  const spa = house.openSpa()
  await spa.open()
  await spa.login({ email })
  return spa
}
const keyOf = (spa: Spa): string => spa.cookies.get('sessionid')?.value ?? ''
const holding = (key: string): Spa => {
  const spa = house.openSpa()
  spa.cookies.set('sessionid', { value: key, attributes: [] })
  return spa
}
const personIn = async (spa: Spa, cookie?: string): Promise<unknown> => {
  const { status, body } = await spa.ask('/api/users/profile/', {
    headers: cookie === undefined ? {} : { cookie },
  })
  return status === 200 ? (body as { id: unknown }).id : undefined
}

const waysIn: readonly { readonly name: string; readonly signIn: (spa: Spa) => Promise<unknown> }[] = [
  { name: 'password', signIn: (spa) => spa.login(ADA) },
  { name: 'code', signIn: (spa) => spa.signInWith('github') },
]

test.each(waysIn)('a key that is planted never becomes the session ($name)', async ({ signIn }) => {
  for (const planted of ['a'.repeat(32), 'A'.repeat(32), 'short', '""', '']) {
    const victim = holding(planted)
    await victim.open()
    await signIn(victim)
    expect(keyOf(victim)).toMatch(/^[a-z0-9]{32}$/)
    expect(keyOf(victim)).not.toBe(planted)
    expect(await personIn(victim)).toEqual(expect.any(Number))
    expect(await personIn(holding(planted))).toBeUndefined()
  }
})

test.each(waysIn)(
  "signing in over a session of the attacker's opens another one, and ends his ($name)",
  async ({ signIn }) => {
    const mallory = await signedInAs(MALLORY)
    const planted = keyOf(mallory)
    const victim = holding(planted)
    await victim.open()
    await signIn(victim)
    expect(keyOf(victim)).not.toBe(planted)
    expect(await personIn(mallory)).toBeUndefined()
    expect(await personIn(victim)).toEqual(expect.any(Number))
  },
)

test.each([
  ['before', (own: string, planted: string) => [planted, own]],
  ['behind', (own: string, planted: string) => [own, planted]],
])('who has a session is nobody, not the attacker, while one of his stands %s it', async (_, inOrder) => {
  const victim = await signedInAs(ADA)
  const planted = keyOf(await signedInAs(MALLORY))
  const cookie = inOrder(keyOf(victim), planted)
    .map((key) => `sessionid=${key}`)
    .join('; ')
  const answer = await victim.ask('/api/users/profile/', { headers: { cookie } })
  // Her own cookie is not taken away: the browser would be left with his.
  expect([answer.status, answer.setCookies]).toEqual([403, []])
})

test('signing in then ends both, and what was planted keeps nobody out', async () => {
  const before = await signedInAs(ADA)
  const mallory = await signedInAs(MALLORY)
  const own = keyOf(before)
  const planted = keyOf(mallory)
  const csrf = before.cookies.get('csrftoken')?.value ?? ''
  const victim = house.openSpa()
  const cookie = `csrftoken=${csrf}; sessionid=${planted}; sessionid=${own}`
  const body = { email: ADA.email, password: 'correct horse battery' }
  await victim.ask('/api/login/', { body, headers: { cookie, 'x-csrftoken': csrf } })
  expect([await personIn(holding(own)), await personIn(mallory)]).toEqual([undefined, undefined])
  expect(await personIn(victim, `sessionid=${planted}; sessionid=${keyOf(victim)}`)).toBe(2)
})

test('signing out ends every session whose cookie the browser holds', async () => {
  const victim = await signedInAs(ADA)
  const other = await signedInAs(ADA)
  const csrf = victim.cookies.get('csrftoken')?.value ?? ''
  const keys = [keyOf(victim), keyOf(other)]
  await victim.ask('/api/logout/', {
    method: 'POST',
    headers: { cookie: `csrftoken=${csrf}; sessionid=${keys[0]}; sessionid=${keys[1]}` },
  })
  for (const key of keys) expect(await personIn(holding(key))).toBeUndefined()
})

test('junk that is planted beside it locks nobody out', async () => {
  const victim = await signedInAs(ADA)
  const junk = ['', 'x', '../../..', 'sessionid', 'é'].map((text) => `sessionid=${encodeURIComponent(text)}`)
  expect(await personIn(victim, [...junk, `sessionid=${keyOf(victim)}`].join('; '))).toBe(2)
})

test('a token of another door opens nothing here, nor a key of here there', async () => {
  await using both = await startSessionDoor({ options: { doors: [djangoSession(), drfToken()] } })
  await both.addPerson(ADA)
  const auth_token = await both.providers.google.issueIdToken({})
  const spa = both.openSpa()
  const { body } = await spa.ask('/google/', { body: { auth_token } })
  const { tokens } = body as { readonly tokens: string }
  const statusWith = async (path: string, headers: Record<string, string>) =>
    (await both.openSpa().ask(path, { headers, ...(path === '/google/' && { body: {} }) })).status
  expect(await statusWith('/google/', { authorization: `Token ${tokens}` })).toBe(400)
  expect(await statusWith('/api/users/profile/', { cookie: `sessionid=${tokens}` })).toBe(403)

  await spa.open()
  await spa.login(ADA)
  expect(await statusWith('/api/users/profile/', { cookie: `sessionid=${keyOf(spa)}` })).toBe(200)
  expect(await statusWith('/google/', { authorization: `Token ${keyOf(spa)}` })).toBe(401)
  expect(await statusWith('/oauth/userinfo', { authorization: `Bearer ${keyOf(spa)}` })).toBe(401)
})
