import { ADMIN_PATH, pagePaths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOUR } from '../../src/model/time.js'
import { setRoles } from '../fixtures/test-admin.js'
import { APP, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import {
  fieldOf,
  meetNewcomer,
  openVisitor,
  type ShownPage,
  startPages,
  type Visitor,
} from '../fixtures/test-pages.js'

let door: TestBrowserDoor
let helper: Visitor
let ada: { readonly email: string; readonly visitor: Visitor }
beforeAll(async () => {
  door = await startPages({
    options: {
      impersonation: true,
      roles: { helper: ['latchkey:users.read', 'latchkey:users.impersonate'] },
    },
  })
})
afterAll(() => door[Symbol.asyncDispose]())

const idOf = async ({ browser }: Visitor): Promise<string> => {
  const state = await browser.readState()
  return state.status === 'signed_in' ? state.user.id : ''
}
const begin = async (): Promise<void> => {
  helper = (await meetNewcomer(door)).visitor
  await setRoles(door, await idOf(helper), ['helper'])
  // What was just read is remembered for a moment.
  await door.restart()
  ada = await meetNewcomer(door)
  const path = `${ADMIN_PATH}/users/${await idOf(ada.visitor)}/impersonate`
  const answer = await helper.browser.send('POST', path, { reason: 'test' })
  expect(answer.status, answer.text).toBe(200)
}
const bannerOf = ({ document }: ShownPage): string | undefined =>
  document.querySelector('aside p')?.textContent

describe('an operator who acts as somebody else', () => {
  test.each([pagePaths.account, pagePaths.sessions, pagePaths.email, pagePaths.signIn])(
    'is told so on %s',
    async (path) => {
      await begin()
      const page = await helper.open(path)
      expect(bannerOf(page)).toMatch(/as support \(Ada Lovelace\)/)
    },
  )

  test.each([
    ['de', /als Support/],
    ['fr', /assistance/],
  ])('in the language of the browser: %s', async (language, said) => {
    await begin()
    expect(bannerOf(await helper.open(pagePaths.account, { language }))).toMatch(said)
  })

  test('stops by a button that every page has, and is back at the console', async () => {
    await begin()
    const { url } = await helper.sendAndLeave(await helper.open(pagePaths.sessions), 'Stop')
    expect(url).toBe(`${APP}/auth/admin/`)
    const page = await helper.open(pagePaths.account)
    expect(bannerOf(page)).toBeUndefined()
  })

  test('sees the account, and changes nothing', async () => {
    await begin()
    const page = await helper.open(pagePaths.account)
    expect(fieldOf(page, 'name').value).toBe('Ada Lovelace')
    const refused = await helper.send(page, 'Save', { name: 'Mallory' })
    expect(refused.answer.status).toBe(403)
    expect(refused.problems.join()).toMatch(/only the person themselves/i)
  })

  test('finds the way back on the sign-in page once the hour is over', async () => {
    await begin()
    door.clock.advance(HOUR)
    const page = await helper.open(pagePaths.signIn)
    expect(bannerOf(page)).toMatch(/is over/)
    expect((await helper.sendAndLeave(page, 'Back to your own')).url).toBe(`${APP}/auth/admin/`)
  })

  test('who presses Stop twice signs in', async () => {
    await begin()
    const page = await helper.open(pagePaths.sessions)
    const other = openVisitor(door)
    for (const [name, cookie] of helper.browser.cookies) other.browser.cookies.set(name, cookie)
    await helper.sendAndLeave(page, 'Stop')
    expect((await other.send(page, 'Stop')).path).toMatch(/^\/pages\/sign-in/)
  })
})

test('the person finds support in their list of sessions, and ends it there', async () => {
  await begin()
  const page = await ada.visitor.open(pagePaths.sessions)
  const names = [...page.document.querySelectorAll('.list .name')].map((name) => name.textContent.trim())
  expect(names).toContain('Support')
  const after = await ada.visitor.send(page, /Support/)
  expect(after.done).toBeDefined()
  expect((await helper.browser.readState()).status).toBe('signed_out')
})

test('nobody else sees any of it', async () => {
  const { visitor } = await meetNewcomer(door)
  expect(bannerOf(await visitor.open(pagePaths.account))).toBeUndefined()
  visitor.browser.cookies.set('latchkey-operator', { value: 'lkop_sealed.v1.AAAA', attributes: [] })
  await visitor.browser.send('DELETE', '/session')
  expect(bannerOf(await visitor.open(pagePaths.signIn))).toBeUndefined()
})
