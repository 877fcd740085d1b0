import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { APP, PASSWORD, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { fieldOf, mailedTo, meetNewcomer, openVisitor, startPages } from '../fixtures/test-pages.js'
import { HOME, whoIs } from '../fixtures/test-social.js'

const NEW = 'another good phrase'
const MINUTE = 60_000

const profile = z.object({
  company: z.string().max(20, 'Use at most 20 characters.').optional(),
  jobTitle: z.string().optional(),
  country: z.string().min(2).meta({ title: 'Country of residence' }),
  age: z.number().optional(),
})

describe.each(databaseKinds)('the account, without a script, on $name', (kind) => {
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
  const newcomer = () => meetNewcomer(door)

  it('a changed name is kept, and an emptied one is gone', async () => {
    const { visitor } = await newcomer()
    const page = await visitor.open('/pages/account')
    expect(fieldOf(page, 'name')).toMatchObject({ value: 'Ada Lovelace', autocomplete: 'name' })
    const saved = await visitor.send(page, 'Save', { name: 'Ada L' })
    expect([saved.path, saved.done, fieldOf(saved, 'name').value]).toEqual([
      '/pages/account?done=saved',
      'Saved.',
      'Ada L',
    ])
    await visitor.send(saved, 'Save', { name: '' })
    expect(await whoIs(visitor.browser)).toMatchObject({ name: null })
  })

  it('the export is a link to everything that is kept', async () => {
    const { visitor, email } = await newcomer()
    const { document } = await visitor.open('/pages/account')
    const href = document.querySelector('a[href$="/export"]')?.getAttribute('href') ?? ''
    const answer = await visitor.browser.send('GET', href.replace(/^\/auth/, ''))
    expect(answer.headers.get('content-disposition')).toContain('attachment')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.body).toMatchObject({ user: { email } })
  })

  it('a changed password ends other sessions; a wrong one is refused at its field', async () => {
    const { visitor, email } = await newcomer()
    const other = openVisitor(door)
    await other.sendAndLeave(await other.open('/pages/sign-in'), 'Sign in', { email, password: PASSWORD })
    const page = await visitor.open('/pages/account/password')
    expect(fieldOf(page, 'username').value).toBe(email)
    const wrong = await visitor.send(page, 'Change the password', {
      currentPassword: 'a guess',
      newPassword: NEW,
    })
    expect(wrong.answer.status).toBe(403)
    expect(fieldOf(wrong, 'currentPassword')).toMatchObject({
      isInvalid: true,
      descriptions: ['The password is wrong.'],
    })
    const common = await visitor.send(wrong, 'Change the password', {
      currentPassword: PASSWORD,
      newPassword: 'Password1',
    })
    expect(fieldOf(common, 'newPassword').descriptions[0]).toMatch('first that others would try')
    expect(common.answer.text).not.toContain('Password1')
    const done = await visitor.send(common, 'Change the password', {
      currentPassword: PASSWORD,
      newPassword: NEW,
    })
    expect(done.done).toMatch('Your password is changed.')
    expect((await visitor.browser.readState()).status).toBe('signed_in')
    expect((await other.browser.readState()).status).toBe('signed_out')
  })

  it('a new address counts once its code is typed', async () => {
    const { visitor, email } = await newcomer()
    const moved = `moved-${email}`
    const page = await visitor.open('/pages/account/email')
    const wrong = await visitor.send(page, 'Change the address', { email: 'nobody' })
    expect(fieldOf(wrong, 'email')).toMatchObject({ isInvalid: true, value: 'nobody' })
    const waiting = await visitor.send(wrong, 'Change the address', { email: moved })
    const { code } = await mailedTo(door, moved)
    const refused = await visitor.send(waiting, 'Confirm', { code: code === '111111' ? '222222' : '111111' })
    expect([refused.answer.status, fieldOf(refused, 'code').isInvalid]).toEqual([422, true])
    const done = await visitor.send(refused, 'Confirm', { code })
    expect(done.done).toBe('Your address is changed.')
    expect(await whoIs(visitor.browser)).toMatchObject({ email: moved })
  })

  it('the link to a new address leads through signing in, and counts for its owner only', async () => {
    const { visitor, email } = await newcomer()
    const moved = `moved-${email}`
    await visitor.send(await visitor.open('/pages/account/email'), 'Change the address', { email: moved })
    const { path } = await mailedTo(door, moved)
    const victim = await newcomer()
    const refused = await victim.visitor.send(await victim.visitor.open(path), 'Yes, this is my address')
    expect([refused.answer.status, refused.problems[0]]).toEqual([400, expect.stringMatching('expired')])
    expect(await whoIs(victim.visitor.browser)).toMatchObject({ email: victim.email })

    const elsewhere = openVisitor(door)
    const signIn = await elsewhere.open(path)
    expect(signIn.heading).toBe('Sign in')
    const asked = await elsewhere.send(signIn, 'Sign in', { email, password: PASSWORD })
    expect([asked.heading, asked.path]).toEqual(['Confirm your new address', path])
    const done = await elsewhere.send(asked, 'Yes, this is my address')
    expect([done.path, done.done]).toEqual(['/pages/account/email?done=changed', 'Your address is changed.'])
  })

  it('sessions are named, and signed out one by one, all others, and everywhere', async () => {
    const { visitor, email } = await newcomer()
    const others = await Promise.all(
      [1, 2, 3].map(async () => {
        const other = openVisitor(door)
        await other.sendAndLeave(await other.open('/pages/sign-in'), 'Sign in', { email, password: PASSWORD })
        return other
      }),
    )
    const page = await visitor.open('/pages/account/sessions')
    expect(page.document.querySelectorAll('.list li')).toHaveLength(4)
    const [time] = page.document.querySelectorAll('time')
    expect([time?.getAttribute('datetime'), time?.textContent]).toEqual([
      new Date(door.clock.now()).toISOString(),
      expect.stringMatching(/^\d{1,2} \w+ \d{4}( at|,) \d\d:\d\d UTC$/),
    ])
    const one = await visitor.send(page, 'Sign out Chrome on Linux')
    expect([one.done, one.document.querySelectorAll('.list li').length]).toEqual([
      'That device is signed out.',
      3,
    ])
    const alone = await visitor.send(one, 'Sign out all others')
    expect([alone.done, alone.document.querySelectorAll('.list li').length]).toEqual([
      'All other devices are signed out.',
      1,
    ])
    for (const other of others) expect((await other.browser.readState()).status).toBe('signed_out')
    const gone = await visitor.send(alone, 'Sign out everywhere')
    expect([gone.heading, gone.done]).toEqual(['Sign in', 'You are signed out.'])
  })

  it('somebody else’s session is none', async () => {
    const [one, other] = [await newcomer(), await newcomer()]
    const { document } = await other.visitor.open('/pages/account/sessions')
    const id = document.querySelector('input[name=session]')?.getAttribute('value') ?? ''
    const page = await one.visitor.open('/pages/account/sessions')
    const refused = await one.visitor.send(page, /^Sign out This browser$/, { session: id })
    expect([refused.answer.status, refused.problems]).toEqual([404, ['This session is over already.']])
    expect((await other.visitor.browser.readState()).status).toBe('signed_in')
  })

  it('deleting takes the address, typed', async () => {
    const { visitor, email } = await newcomer()
    const page = await visitor.open('/pages/account/delete')
    const wrong = await visitor.send(page, /for good$/, { confirmation: 'yes' })
    expect([wrong.answer.status, fieldOf(wrong, 'confirmation').isInvalid]).toEqual([422, true])
    expect((await visitor.browser.readState()).status).toBe('signed_in')
    const gone = await visitor.send(wrong, /for good$/, { confirmation: ` ${email.toUpperCase()} ` })
    expect([gone.heading, gone.done]).toEqual(['Sign in', 'Your account is deleted.'])
    const again = openVisitor(door)
    const refused = await again.send(await again.open('/pages/sign-in'), 'Sign in', {
      email,
      password: PASSWORD,
    })
    expect(refused.answer.status).toBe(400)
  })

  it.each(['/pages/account/delete', '/pages/account/email'])(
    '%s leads a session that is no longer recent through signing in, and back',
    async (path) => {
      const { visitor, email } = await newcomer()
      const page = await visitor.open(path)
      door.clock.advance(11 * MINUTE)
      const again = await visitor.open(path)
      expect([again.answer.status, again.heading]).toEqual([403, 'Confirm that it is you'])
      const late = path.endsWith('delete')
        ? await visitor.send(page, /for good$/, { confirmation: email })
        : await visitor.send(page, 'Change the address', { email: 'x@example.com' })
      expect(late.answer.status).toBe(403)
      const href = late.document.querySelector('.card a.button')?.getAttribute('href') ?? ''
      const signIn = await visitor.open(href.replace(/^\/auth/, ''))
      expect([signIn.heading, fieldOf(signIn, 'email').value]).toEqual(['Confirm that it is you', email])
      const back = await visitor.send(signIn, 'Sign in', { password: PASSWORD })
      expect([back.answer.status, back.path]).toEqual([200, path])
    },
  )

  it.each(['', '/password', '/email', '/sessions', '/identities', '/delete', '/export'])(
    '/pages/account%s is for who is signed in',
    async (path) => {
      const visitor = openVisitor(door)
      const page = await visitor.open(`/pages/account${path}`)
      const returnTo = encodeURIComponent(`${HOME}/pages/account${path}`)
      expect(page.path).toBe(`/pages/sign-in?returnTo=${returnTo}`)
      const sent = await visitor.send(page, 'Sign in', { email: 'x@example.com', password: 'x' })
      const csrf = sent.document.querySelector('input[name=csrf]')?.getAttribute('value') ?? ''
      if (path === '/export') return
      const answer = await visitor.post(`/pages/account${path}`, { csrf, act: 'everywhere' })
      expect(answer.headers.get('location')).toBe(`${HOME}/pages/sign-in?returnTo=${returnTo}`)
    },
  )
})

describe('fields of the project’s own', () => {
  let door: TestBrowserDoor
  beforeAll(async () => {
    door = await startPages({ options: { profile } })
  })
  afterAll(() => door[Symbol.asyncDispose]())

  it('are asked for at sign-up where they must be there, and all of them later', async () => {
    const visitor = openVisitor(door)
    const email = 'ada@example.com'
    const form = await visitor.open('/pages/sign-up')
    expect(() => fieldOf(form, 'profile.company')).toThrow()
    expect(fieldOf(form, 'profile.country').label).toBe('Country of residence')
    const refused = await visitor.send(form, 'Sign up', {
      email,
      password: PASSWORD,
      'profile.country': 'x',
    })
    expect(refused.answer.status).toBe(422)
    expect(fieldOf(refused, 'profile.country')).toMatchObject({ isInvalid: true, value: 'x' })
    const link = refused.document.querySelector('[role=alert] a')?.getAttribute('href') ?? ''
    expect(refused.document.querySelector(link)?.getAttribute('name')).toBe('profile.country')
    const waiting = await visitor.send(refused, 'Sign up', {
      password: PASSWORD,
      'profile.country': 'Norway',
    })
    const { code } = await mailedTo(door, email)
    await visitor.sendAndLeave(waiting, 'Confirm', { code })

    const page = await visitor.open('/pages/account')
    expect(fieldOf(page, 'profile.jobTitle').label).toBe('Job title (optional)')
    expect(() => fieldOf(page, 'profile.age')).toThrow()
    const long = await visitor.send(page, 'Save', { 'profile.company': 'x'.repeat(21), name: 'Ada' })
    expect(fieldOf(long, 'profile.company').descriptions).toEqual(['Use at most 20 characters.'])
    const saved = await visitor.send(long, 'Save', {
      'profile.company': 'Engines',
      'profile.jobTitle': 'Countess',
    })
    expect((await whoIs(visitor.browser)).profile).toEqual({
      country: 'Norway',
      company: 'Engines',
      jobTitle: 'Countess',
    })
    await visitor.send(saved, 'Save', { 'profile.company': '' })
    expect((await whoIs(visitor.browser)).profile).toEqual({ country: 'Norway', jobTitle: 'Countess' })
  })
})

it('links out of the pages lead to the app', async () => {
  await using door = await startPages()
  const { document } = await openVisitor(door).open('/pages/sign-in')
  expect(document.querySelector('header a')?.getAttribute('href')).toBe(`${APP}/`)
})
