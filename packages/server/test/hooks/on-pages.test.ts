import { deny, hostedPages } from '@latchkey/server'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { sqlite, type TestDatabase } from '../fixtures/databases.js'
import { APP, PASSWORD } from '../fixtures/test-browser-door.js'
import { type HookedHouse, startHookedHouse } from '../fixtures/test-hooked-house.js'
import { mailedTo, newAddress, openVisitor, signUpOnPages } from '../fixtures/test-pages.js'
import { signInWith } from '../fixtures/test-social.js'

const SENTENCE = 'Only for <script>alert(1)</script> "Acme" & friends.'

let database: TestDatabase
let house: HookedHouse
beforeAll(async () => {
  database = await sqlite.create()
  const topology = { kind: 'same-origin', app: APP } as const
  house = await startHookedHouse({ database, browser: { topology, pages: hostedPages({}) } })
})
afterEach(() => {
  house.hooks = {}
})
afterAll(async () => {
  await house.close()
  await database.drop()
})

test('hosted pages show the sentence of a no, as text', async () => {
  const email = newAddress()
  const form = { email, password: PASSWORD }
  house.hooks = { beforeSignUp: () => deny(SENTENCE) }
  const visitor = openVisitor(house.door)
  const refused = await visitor.send(await visitor.open('/pages/sign-up'), 'Sign up', form)
  expect([refused.answer.status, refused.problems]).toEqual([400, [SENTENCE]])
  expect(refused.answer.text).not.toContain('<script>')

  house.hooks = {}
  await signUpOnPages(house.door, email)
  house.hooks = { beforeSignIn: () => deny(SENTENCE) }
  const again = await visitor.send(await visitor.open('/pages/sign-in'), 'Sign in', form)
  expect([again.problems, again.answer.text.includes('<script>')]).toEqual([[SENTENCE], false])
})

test('hosted pages show it where a sign-up is confirmed', async () => {
  const email = newAddress()
  const visitor = openVisitor(house.door)
  const waiting = await visitor.send(await visitor.open('/pages/sign-up'), 'Sign up', {
    email,
    password: PASSWORD,
  })
  const { code } = await mailedTo(house.door, email)
  house.hooks = { beforeSignIn: () => deny('Somebody has to let you in first.') }
  const refused = await visitor.send(waiting, 'Confirm', { code })
  expect(refused.problems).toEqual(['Somebody has to let you in first.'])
})

test('a hook that fails is a page that says to try again', async () => {
  house.hooks = { beforeSignUp: () => Promise.reject(new Error('secret of the CRM')) }
  const visitor = openVisitor(house.door)
  const form = { email: newAddress(), password: PASSWORD }
  const refused = await visitor.send(await visitor.open('/pages/sign-up'), 'Sign up', form)
  expect([refused.answer.status, refused.problems]).toEqual([503, [expect.stringMatching('try again')]])
  expect(refused.answer.text).not.toContain('CRM')
})

test('who comes back from a provider brings the code along, and nothing that a stranger could have written', async () => {
  house.hooks = { beforeSignIn: () => deny(SENTENCE) }
  const [person] = house.door.providers.google.people
  const visitor = openVisitor(house.door)
  const back = await signInWith(visitor.browser, 'google', person?.sub)
  const url = new URL(back.headers.get('location') ?? '')
  expect(url.searchParams.get('error')).toBe('hook_denied')
  expect(url.href).not.toContain('Acme')
  const page = await visitor.open('/pages/sign-in?error=hook_denied&provider=google&sentence=Pay+here')
  expect(page.problems).toEqual([expect.stringMatching(/^Google: This service does not let you in/)])
  expect(page.answer.text).not.toContain('Pay here')
})
