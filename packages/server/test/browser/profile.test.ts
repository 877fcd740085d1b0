import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows } from '../fixtures/run-sql.js'
import { refusalOf, type TestBrowser } from '../fixtures/test-browser.js'
import { PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'

const profile = z.object({
  company: z.string().trim().min(1, 'Tell us your company.').max(80),
  newsletter: z.boolean().default(false),
  seats: z.number().int().positive().optional(),
  address: z.object({ city: z.string() }).optional(),
})
const ADA = { email: 'ada@example.com', password: PASSWORD }

describe.each(databaseKinds)('a profile, on $name', (kind) => {
  let door: TestBrowserDoor
  let database: Awaited<ReturnType<typeof kind.create>>
  let browser: TestBrowser
  beforeEach(async () => {
    database = await kind.create()
    door = await startTestBrowserDoor({ database, options: { profile } })
    browser = door.openBrowser()
    await browser.send('POST', paths.signUp, {
      ...ADA,
      name: 'Ada',
      profile: { company: ' Engines ', spy: true },
    })
    const { code } = await door.linkTo('ada@example.com')
    await browser.send('POST', paths.confirmSignUp, { code })
  })
  afterEach(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  const patch = (body: object | string, from = browser) => from.send('PATCH', paths.account, body)
  const profileOf = async () => (await browser.readState()) as { user?: { profile: unknown } }

  it('is what the schema makes of it: trimmed, with defaults, without what it does not know', async () => {
    expect((await profileOf()).user?.profile).toEqual({ company: 'Engines', newsletter: false })
  })

  it('is answered whole with the account when it is changed', async () => {
    door.clock.advance(5_000)
    const answer = await patch({
      name: 'Ada King',
      picture: 'https://img.example/ada.png',
      profile: { seats: 3 },
    })
    const created = new Date(door.clock.now() - 5_000).toISOString()
    const account = {
      user: {
        id: expect.stringMatching(/^usr_/),
        email: 'ada@example.com',
        emailVerified: true,
        name: 'Ada King',
        picture: 'https://img.example/ada.png',
        profile: { company: 'Engines', newsletter: false, seats: 3 },
        createdAt: created,
        updatedAt: new Date(door.clock.now()).toISOString(),
      },
      hasPassword: true,
      identities: [],
    }
    expect([answer.status, answer.body]).toEqual([200, account])
    expect((await browser.send('GET', paths.account)).body).toEqual(account)
  })

  it('is merged field by field, null takes away, and what is not there stays', async () => {
    await patch({ profile: { seats: 3, newsletter: true } })
    await patch({ profile: { seats: null } })
    await patch({ name: null, picture: null })
    const answer = await patch({})
    expect(answer.body).toMatchObject({ user: { name: null, picture: null } })
    expect((await profileOf()).user?.profile).toEqual({ company: 'Engines', newsletter: true })
  })

  it('what the schema refuses is named field by field, and nothing of it is kept', async () => {
    const before = (await browser.send('GET', paths.account)).body
    const body = { name: 'Eve', profile: { company: '', seats: 1.5, address: { city: 7 } } }
    const answer = refusalOf(await patch(body))
    expect([answer.status, answer.error, answer.reason, answer.parameter]).toEqual([
      422,
      'invalid_request',
      'profile_invalid',
      'profile.company',
    ])
    expect(answer.issues).toEqual([
      { parameter: 'profile.company', message: 'Tell us your company.' },
      { parameter: 'profile.seats', message: expect.any(String) },
      { parameter: 'profile.address.city', message: expect.any(String) },
    ])
    expect((await browser.send('GET', paths.account)).body).toEqual(before)
  })

  it('a required field can be left out of a sign-up by nobody, and taken away by nobody', async () => {
    for (const body of [ADA, { ...ADA, profile: { newsletter: true } }])
      expect(refusalOf(await door.openBrowser().send('POST', paths.signUp, body))).toMatchObject({
        status: 422,
        reason: 'profile_invalid',
        issues: [{ parameter: 'profile.company', message: expect.any(String) }],
      })
    expect(await countRows(database, 'sign_ups')).toBe(0)
    expect(refusalOf(await patch({ profile: { company: null } })).reason).toBe('profile_invalid')
  })

  it('two changes at once are both made', async () => {
    const answers = await Promise.all([
      patch({ profile: { seats: 4 } }),
      patch({ profile: { newsletter: true } }),
      patch({ profile: { address: { city: 'London' } } }),
      patch({ name: 'Countess' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(await browser.readState()).toMatchObject({
      user: {
        name: 'Countess',
        profile: { company: 'Engines', newsletter: true, seats: 4, address: { city: 'London' } },
      },
    })
  })

  it.each([
    ['a script', 'javascript:alert(1)'],
    ['no address', 'ada.png'],
    ['a picture in the address', 'data:image/png;base64,AAAA'],
  ])('a picture that is %s is refused', async (_, picture) => {
    expect(refusalOf(await patch({ picture }))).toMatchObject({
      status: 422,
      reason: 'profile_invalid',
      parameter: 'picture',
      issues: [{ parameter: 'picture', message: expect.any(String) }],
    })
  })

  it.each([
    ['a null character', 'A\u0000B', 'AB'],
    ['a null character written out', 'A\\u0000B', 'A\\u0000B'],
    ['half a character', 'A\ud800B', expect.any(String)],
    ['markup', '<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['quotes', `'; drop table users; --`, `'; drop table users; --`],
  ])('a field may hold %s', async (_, typed, kept) => {
    const answer = await patch({ profile: { company: typed } })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ user: { profile: { company: kept } } })
  })

  it('a field named like a member of every object is a field like others', async () => {
    const answer = await patch('{"profile":{"__proto__":{"admin":true},"constructor":1}}')
    expect(answer.status).toBe(200)
    expect((await profileOf()).user?.profile).toEqual({ company: 'Engines', newsletter: false })
  })

  it('what is not the person’s to change is refused: address, id, and what the account does not have', async () => {
    for (const body of [
      { email: 'eve@example.com' },
      { id: 'usr_1' },
      { emailVerified: true },
      { name: 7 },
      [],
    ])
      expect(refusalOf(await patch(body))).toMatchObject({ status: 400, reason: 'invalid_parameter' })
    expect(await browser.readState()).toMatchObject({ user: { email: 'ada@example.com' } })
  })
})

describe('a profile', () => {
  it('without a schema has no fields', async () => {
    await using door = await startTestBrowserDoor()
    const browser = door.openBrowser()
    await door.signUp(browser)
    expect(
      refusalOf(await browser.send('PATCH', paths.account, { profile: { company: 'x' } })),
    ).toMatchObject({
      status: 422,
      issues: [{ parameter: 'profile.company', message: 'There is no such field here.' }],
    })
    expect((await browser.send('PATCH', paths.account, { profile: {} })).status).toBe(200)
  })

  it('has room for what a person says, not for files', async () => {
    await using door = await startTestBrowserDoor({
      options: { profile: z.object({ notes: z.string().optional() }) },
    })
    const browser = door.openBrowser()
    await door.signUp(browser)
    const send = (length: number) =>
      browser.send('PATCH', paths.account, { profile: { notes: 'x'.repeat(length) } })
    expect((await send(8_000)).status).toBe(200)
    expect(refusalOf(await send(8_192))).toMatchObject({ status: 422, parameter: 'profile' })
  })

  it('a schema whose output is no record of fields refuses instead of breaking', async () => {
    await using door = await startTestBrowserDoor({
      options: { profile: z.object({}).transform(() => 'text') },
    })
    const answer = await door.openBrowser().send('POST', paths.signUp, ADA)
    expect(refusalOf(answer)).toMatchObject({ status: 422, reason: 'profile_invalid', parameter: 'profile' })
  })

  it('a schema that throws is a fault of the server, and is logged', async () => {
    const broken = z.object({}).refine(() => {
      throw new Error('the schema is broken')
    })
    await using door = await startTestBrowserDoor({ options: { profile: broken } })
    const answer = await door.openBrowser().send('POST', paths.signUp, ADA)
    expect(refusalOf(answer)).toMatchObject({ status: 500, reason: 'internal_error' })
    expect(answer.text).not.toContain('the schema is broken')
    expect(door.logLines.join()).toContain('the schema is broken')
  })
})
