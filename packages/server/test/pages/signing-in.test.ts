import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { APP, PASSWORD, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import {
  fieldOf,
  mailedTo,
  newAddress,
  openVisitor,
  signUpOnPages,
  startPages,
} from '../fixtures/test-pages.js'
import { HOME, whoIs } from '../fixtures/test-social.js'

const MINUTE = 60_000
const NEW = 'another good phrase'

describe.each(databaseKinds)('without a script, on $name', (kind) => {
  let database: TestDatabase
  let door: TestBrowserDoor
  beforeAll(async () => {
    database = await kind.create()
    door = await startPages({ database })
  })
  afterAll(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  it('somebody signs up, types the code, and is where they wanted to go', async () => {
    const email = newAddress()
    const visitor = openVisitor(door)
    const form = await visitor.open('/pages/sign-up?returnTo=%2Fnotes%3Fa%3D1')
    const waiting = await visitor.send(form, 'Sign up', { email, password: PASSWORD, name: 'Ada' })
    expect([waiting.heading, waiting.path]).toEqual([
      'Check your mail',
      `/pages/confirm?returnTo=${encodeURIComponent(`${APP}/notes?a=1`)}`,
    ])
    const { code } = await mailedTo(door, email)
    const wrong = await visitor.send(waiting, 'Confirm', { code: code === '111111' ? '222222' : '111111' })
    expect([wrong.answer.status, wrong.problems]).toEqual([422, [expect.stringMatching('not right')]])
    expect(fieldOf(wrong, 'code').isInvalid).toBe(true)
    const typed = `${code.slice(0, 3)} ${code.slice(3)}`
    expect((await visitor.sendAndLeave(wrong, 'Confirm', { code: typed })).url).toBe(`${APP}/notes?a=1`)
    expect(await whoIs(visitor.browser)).toMatchObject({ email, name: 'Ada' })
  })

  it('a message can be sent again, with the code that is right', async () => {
    const email = newAddress()
    const visitor = openVisitor(door)
    door.mailbox.clear()
    const waiting = await visitor.send(await visitor.open('/pages/sign-up'), 'Sign up', {
      email,
      password: PASSWORD,
    })
    const { code } = await mailedTo(door, email)
    door.mailbox.clear()
    const again = await visitor.send(waiting, 'Send it again')
    expect([again.heading, again.done]).toEqual(['Check your mail', 'Sent again.'])
    expect((await mailedTo(door, email)).code).toBe(code)
    expect((await visitor.sendAndLeave(again, 'Confirm', { code })).url).toBe(`${APP}/`)
  })

  it('the link confirms by a button only, however often it is opened before', async () => {
    const email = newAddress()
    const visitor = openVisitor(door)
    door.mailbox.clear()
    await visitor.send(await visitor.open('/pages/sign-up'), 'Sign up', { email, password: PASSWORD })
    const { path } = await mailedTo(door, email)
    expect(path).toMatch(/^\/pages\/confirm\?token=[\w-]+/)
    await openVisitor(door).open(path)
    const page = await visitor.open(path)
    expect((await visitor.browser.readState()).status).toBe('signed_out')
    expect(page.document.querySelector('form')?.getAttribute('action')).toBe('/auth/pages/confirm')
    expect((await visitor.sendAndLeave(page, 'Confirm my address')).url).toBe(`${APP}/`)
    expect(await whoIs(visitor.browser)).toMatchObject({ email })
  })

  it('the link leads where somebody wanted to go when they signed up, and nowhere a stranger wrote', async () => {
    for (const [planted, leadsTo] of [
      [undefined, `${APP}/notes?a=1`],
      ['https%3A%2F%2Fevil.example', `${APP}/`],
      ['%E0%A4%A', `${APP}/`],
    ] as const) {
      const email = newAddress()
      const visitor = openVisitor(door)
      door.mailbox.clear()
      const form = await visitor.open('/pages/sign-up?returnTo=%2Fnotes%3Fa%3D1')
      await visitor.send(form, 'Sign up', { email, password: PASSWORD })
      const { path } = await mailedTo(door, email)
      if (planted !== undefined)
        visitor.browser.cookies.set('latchkey-return-to', { value: planted, attributes: [] })
      const left = await visitor.sendAndLeave(await visitor.open(path), 'Confirm my address')
      expect(left.url).toBe(leadsTo)
      expect(visitor.browser.cookies.has('latchkey-return-to')).toBe(false)
    }
  })

  it('in another browser the link asks for the password', async () => {
    const email = newAddress()
    door.mailbox.clear()
    const first = openVisitor(door)
    await first.send(await first.open('/pages/sign-up'), 'Sign up', { email, password: PASSWORD })
    const { path } = await mailedTo(door, email)
    const other = openVisitor(door)
    const asked = await other.open(path)
    const wrong = await other.send(asked, 'Confirm my address', { password: 'a guess' })
    expect([wrong.answer.status, wrong.problems]).toEqual([403, ['The password is wrong.']])
    expect(fieldOf(wrong, 'password')).toMatchObject({ isInvalid: true, value: null })
    expect((await other.sendAndLeave(wrong, 'Confirm my address', { password: PASSWORD })).url).toBe(
      `${APP}/`,
    )
    // Before anybody types a password for nothing.
    const late = await first.open(path)
    expect([late.answer.status, late.heading, late.problems]).toEqual([
      400,
      'Nothing to confirm here',
      ['This link has expired or was used already. Please ask for a new one.'],
    ])
  })

  it('a link that was cut off is told at once, and one that is old', async () => {
    const email = newAddress()
    door.mailbox.clear()
    const first = openVisitor(door)
    await first.send(await first.open('/pages/sign-up'), 'Sign up', { email, password: PASSWORD })
    const { path } = await mailedTo(door, email)
    for (const broken of [path.slice(0, -1), '/pages/confirm?token=nonsense', `${path}x`]) {
      for (const visitor of [first, openVisitor(door)]) {
        const told = await visitor.open(broken)
        expect([told.answer.status, told.heading, told.problems]).toEqual([
          400,
          'Nothing to confirm here',
          ['This link has expired or was used already. Please ask for a new one.'],
        ])
      }
    }
    expect((await openVisitor(door).open(path)).heading).toBe('Confirm your address')
    door.clock.advance(8 * 24 * 60 * 60_000)
    expect((await openVisitor(door).open(path)).heading).toBe('Nothing to confirm here')
  })

  it('a sign-up of this browser and the link of another: the password is asked for then', async () => {
    const [one, two] = [newAddress(), newAddress()]
    door.mailbox.clear()
    const first = openVisitor(door)
    await first.send(await first.open('/pages/sign-up'), 'Sign up', { email: one, password: PASSWORD })
    const { path } = await mailedTo(door, one)
    const second = openVisitor(door)
    await second.send(await second.open('/pages/sign-up'), 'Sign up', { email: two, password: PASSWORD })
    const asked = await second.send(await second.open(path), 'Confirm my address')
    expect([asked.answer.status, asked.problems]).toEqual([403, []])
    expect((await second.sendAndLeave(asked, 'Confirm my address', { password: PASSWORD })).url).toBe(
      `${APP}/`,
    )
    expect(await whoIs(second.browser)).toMatchObject({ email: one })
  })

  it('a forgotten password is set anew by the link, which looking at does not spend', async () => {
    const email = newAddress()
    await signUpOnPages(door, email)
    const visitor = openVisitor(door)
    const sent = await visitor.send(await visitor.open('/pages/forgot'), 'Send me a link', { email })
    expect(sent.heading).toBe('Check your mail')
    const { path } = await mailedTo(door, email)
    await openVisitor(door).open(path)
    const form = await visitor.open(path)
    expect(fieldOf(form, 'username')).toMatchObject({ value: email, autocomplete: 'username' })
    const short = await visitor.send(form, 'Change the password', { password: 'short' })
    expect([short.answer.status, short.path]).toEqual([422, '/pages/reset'])
    expect(fieldOf(short, 'password').descriptions[0]).toBe('This password is too short.')
    const done = await visitor.send(short, 'Change the password', { password: NEW })
    expect([done.path, done.done]).toEqual([
      '/pages/sign-in?done=password-reset',
      'Your password is changed. Sign in with the new one.',
    ])
    expect((await visitor.sendAndLeave(done, 'Sign in', { email, password: NEW })).url).toBe(`${APP}/`)
    const used = await visitor.open(path)
    expect([used.answer.status, used.heading]).toEqual([400, 'Open this page from the message'])
  })

  it('a link that sets no password any more says so before one is typed', async () => {
    const reset = async () => {
      const email = newAddress()
      await signUpOnPages(door, email)
      const visitor = openVisitor(door)
      await visitor.send(await visitor.open('/pages/forgot'), 'Send me a link', { email })
      return { email, visitor, path: (await mailedTo(door, email)).path }
    }
    const late = await reset()
    door.clock.advance(61 * MINUTE)
    const moved = await reset()
    await runSql(database, `update users set email = 'x-${moved.email}' where email = '${moved.email}'`)
    for (const { visitor, path } of [late, moved, { ...late, path: '/pages/reset?token=made-up' }]) {
      const page = await visitor.open(path)
      expect([page.answer.status, page.heading]).toEqual([400, 'Open this page from the message'])
      expect(page.problems).toEqual([expect.stringMatching('expired')])
    }
  })

  it('nobody learns on the pages whose address has an account', async () => {
    const email = newAddress()
    await signUpOnPages(door, email)
    const told = async (page: string, button: string, typed: (address: string) => Record<string, string>) => {
      const of = async (address: string) => {
        const visitor = openVisitor(door)
        const { answer, heading } = await visitor.send(await visitor.open(page), button, typed(address))
        const neutral = answer.text.replaceAll(/value="[^"]*"/g, '').replaceAll(address, 'ADDRESS')
        return { status: answer.status, heading, neutral }
      }
      expect(await of(email)).toEqual(await of(newAddress()))
    }
    await told('/pages/forgot', 'Send me a link', (address) => ({ email: address }))
    await told('/pages/sign-up', 'Sign up', (address) => ({ email: address, password: PASSWORD }))
    await told('/pages/sign-in', 'Sign in', (address) => ({ email: address, password: 'a guess' }))
  })

  it('who signs in is remembered when they say so, and told what is wrong when it is', async () => {
    const email = newAddress()
    await signUpOnPages(door, email)
    const visitor = openVisitor(door)
    const form = await visitor.open('/pages/sign-in?returnTo=/notes')
    const wrong = await visitor.send(form, 'Sign in', { email, password: 'a guess', remember: 'true' })
    expect([wrong.answer.status, wrong.problems]).toEqual([
      400,
      ['The email address or the password is wrong.'],
    ])
    expect(fieldOf(wrong, 'email').value).toBe(email)
    expect(fieldOf(wrong, 'password').value).toBeNull()
    expect(wrong.document.title).toBe('Error: Sign in · Todos')
    expect(wrong.document.querySelector('[role=alert]')?.hasAttribute('autofocus')).toBe(true)
    expect((await visitor.sendAndLeave(wrong, 'Sign in', { password: PASSWORD })).url).toBe(`${APP}/notes`)
    expect(visitor.browser.cookies.get('latchkey')?.attributes).toContainEqual(
      expect.stringMatching(/^max-age=/),
    )
  })

  it('an empty field is said to be empty, at the field', async () => {
    const visitor = openVisitor(door)
    const page = await visitor.send(await visitor.open('/pages/sign-in'), 'Sign in', {
      email: 'ada@example.com',
      password: '',
    })
    expect(page.answer.status).toBe(400)
    expect(fieldOf(page, 'password').descriptions).toEqual(['Please fill in this field.'])
    expect(fieldOf(page, 'email').isInvalid).toBe(false)
  })

  it('before the address is confirmed who knows the password is led to the code', async () => {
    const email = newAddress()
    const visitor = openVisitor(door)
    await visitor.send(await visitor.open('/pages/sign-up'), 'Sign up', { email, password: PASSWORD })
    const page = await visitor.send(await visitor.open('/pages/sign-in'), 'Sign in', {
      email,
      password: PASSWORD,
    })
    expect(page.problems).toEqual([expect.stringMatching('not been confirmed')])
    expect(page.document.querySelector('a[href="/auth/pages/confirm"]')?.textContent).toBe('Enter the code')
  })

  it('who is signed in already goes on, or sees who they are', async () => {
    const email = newAddress()
    const visitor = await signUpOnPages(door, email)
    expect((await visitor.leave('/pages/sign-in?returnTo=/notes')).url).toBe(`${APP}/notes`)
    expect((await visitor.leave('/pages/sign-up?returnTo=/notes')).url).toBe(`${APP}/notes`)
    const page = await visitor.open('/pages/sign-in')
    expect([page.heading, page.document.body.textContent]).toEqual([
      'You are signed in',
      expect.stringContaining(email),
    ])
  })

  it('signing out takes a button, and leads where the page was told', async () => {
    const visitor = await signUpOnPages(door, newAddress())
    const page = await visitor.open('/pages/sign-out')
    expect((await visitor.browser.readState()).status).toBe('signed_in')
    expect((await visitor.send(page, 'Sign out')).done).toBe('You are signed out.')
    expect((await visitor.browser.readState()).status).toBe('signed_out')
    const other = await signUpOnPages(door, newAddress())
    const asked = await other.open('/pages/sign-out?returnTo=/bye')
    expect((await other.sendAndLeave(asked, 'Sign out')).url).toBe(`${APP}/bye`)
    expect((await other.leave('/pages/sign-out?returnTo=/bye')).url).toBe(`${APP}/bye`)
  })

  it('after too many attempts it says when to try again', async () => {
    const email = newAddress()
    await signUpOnPages(door, email)
    const visitor = openVisitor(door)
    const source = { remoteAddress: '198.51.100.7' }
    let page = await visitor.open('/pages/sign-in', { source })
    for (let guesses = 0; page.answer.status !== 429 && guesses < 30; guesses += 1)
      page = await visitor.send(page, 'Sign in', { email, password: `guess ${guesses}` }, { source })
    expect(page.answer.status).toBe(429)
    expect(Number(page.answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(page.problems).toEqual([
      expect.stringMatching(/^Too many attempts\. Try again in \d+ (second|minute)s?\.$/),
    ])
  })

  it('the base of the pages leads to the account, by way of signing in', async () => {
    const email = newAddress()
    await signUpOnPages(door, email)
    const visitor = openVisitor(door)
    const page = await visitor.open('/pages')
    expect(page.path).toBe(`/pages/sign-in?returnTo=${encodeURIComponent(`${HOME}/pages/account`)}`)
    expect((await visitor.send(page, 'Sign in', { email, password: PASSWORD })).heading).toBe('Your account')
  })
})
