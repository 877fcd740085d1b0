import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { PATIENCE_MS } from './browser.js'
import { enterConsole, joinAs } from './console-visits.js'
import { type HostedApp, startHostedApp } from './hosted-app.js'
import { collectComplaints, isRefusal, lookAt, screensOn } from './look-at-page.js'
import type { Person } from './people.js'
import { linkIn, receiveMail } from './receive-mail.js'
import { useBrowser } from './use-browser.js'

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS })

const ELEVEN_MINUTES_MS = 11 * 60_000

/** The console asks who is there before it sends them to sign in. */
const isNotSignedIn = (complaint: string): boolean => /status of 401/.test(complaint)

describe.each(databaseKinds)('the console on $name', (kind) => {
  const openDevice = useBrowser()
  let hosted: HostedApp
  let operator: Person

  beforeAll(async () => {
    hosted = await startHostedApp({
      kind,
      options: {
        permissions: ['notes.read', 'notes.delete'],
        roles: { moderator: ['notes.read', 'notes.delete'] },
      },
    })
  })
  beforeEach(async () => {
    operator ??= await join('Olive Operator', ['latchkey.operator', 'moderator'])
  })
  afterAll(() => hosted[Symbol.asyncDispose]())

  const join = (name: string, roles: readonly string[] = []): Promise<Person> => joinAs(hosted, name, roles)
  const enter = (page: Page, person: Person, path?: string): Promise<void> =>
    enterConsole(hosted, page, person, path)
  const heading = (page: Page, name: string | RegExp) =>
    page.getByRole('heading', { level: 1, name }).waitFor()
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
  const giveReason = (page: Page) => page.getByLabel('Reason').fill('asked by phone')

  it('sends who is not signed in to sign in, and back to where they wanted to go', async () => {
    const page = await openDevice()
    await enter(page, operator, 'roles')
    await heading(page, 'Roles and scopes')
    await page.getByText('notes.read, notes.delete').waitFor()
  })

  it.each(screensOn(kind))('shows every page whole, to everybody, $screen', async ({ screen, options }) => {
    const page = await openDevice(options)
    const complaints = collectComplaints(page)
    await enter(page, operator)
    await heading(page, 'Overview')
    await page.locator('.recharts-bar-rectangle').first().waitFor()
    await lookAt(page, `console-${kind.name}-overview-${screen}`)

    for (const label of [
      'Users',
      'Sessions',
      'Clients',
      'Providers',
      'Roles and scopes',
      'API keys',
      'Signing keys',
      'History',
      'Security events',
      'Webhooks',
      'Outgoing mail',
      'Settings',
    ]) {
      const menu = page.getByRole('button', { name: 'Menu' })
      if (await menu.isVisible()) await menu.click()
      await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: label }).click()
      await heading(page, label)
      await page.getByRole('progressbar').waitFor({ state: 'detached' })
      await lookAt(page, `console-${kind.name}-${label.toLowerCase().replaceAll(' ', '-')}-${screen}`)
    }
    expect(complaints().filter((complaint) => !isNotSignedIn(complaint))).toEqual([])
  })

  it('sets a provider, tests it, and somebody signs in with it at once', async () => {
    const twin = hosted.providers.auth0
    const page = await openDevice()
    const complaints = collectComplaints(page)
    const answers: string[] = []
    page.on('response', async (response) => {
      if (response.url().includes('/admin/api/')) answers.push(await response.text().catch(() => ''))
    })
    await enter(page, operator, 'providers')
    await heading(page, 'Providers')
    await press(page, 'New provider')
    await page.getByRole('button', { name: /Kind/ }).click()
    await page.getByRole('option', { name: 'Auth0' }).click()
    await page.getByLabel('Domain').fill('auth0')
    await page.getByLabel('Client ids').fill(twin.client.id)
    await page.getByLabel('Client secret').fill('not-the-secret')
    await press(page, 'Save')
    await page.getByText('it is no address').waitFor()
    await lookAt(page, `console-${kind.name}-provider-refused`)
    await page.getByLabel('Domain').fill(twin.issuer)
    await press(page, 'Save')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await press(page, 'Test auth0')
    await page.getByText('wrong', { exact: true }).waitFor()
    await lookAt(page, `console-${kind.name}-provider-test-failed`)
    await press(page, 'Close')
    await press(page, 'Edit auth0')
    await page.getByLabel('Client secret').fill(twin.client.secret)
    await lookAt(page, `console-${kind.name}-edit-provider`)
    await press(page, 'Save')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await press(page, 'Test auth0')
    await page.getByText('Its keys can be read').waitFor()
    expect(await page.getByText('wrong', { exact: true }).count()).toBe(0)
    await lookAt(page, `console-${kind.name}-provider-test`)
    await press(page, 'Close')

    const visitor = await openDevice()
    await visitor.goto(`${hosted.pages}/sign-in`)
    await visitor.getByRole('link', { name: 'Sign in with Auth0' }).click()
    await visitor.getByRole('button', { name: 'Mara Lindqvist' }).first().click()
    await visitor.getByRole('heading', { name: 'The app' }).waitFor()

    await press(page, 'Remove auth0')
    await giveReason(page)
    await page.getByLabel(/to confirm/).fill('auth0')
    await lookAt(page, `console-${kind.name}-remove-provider`)
    await press(page, 'Remove')
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Test auth0' }).waitFor({ state: 'detached' })
    await visitor.goto(`${hosted.pages}/account/identities`)
    await visitor.getByText('Signing in with it is switched off at the moment.').waitFor()
    await lookAt(visitor, `console-${kind.name}-provider-gone`)

    const kept = JSON.stringify(await runSql(hosted.database, 'select * from stored_providers'))
    for (const text of [...answers, kept, await page.content()])
      expect(text).not.toContain(twin.client.secret)
    expect(complaints().filter((text) => !isNotSignedIn(text) && !isRefusal(text))).toEqual([])
  })

  it('finds somebody as one types, and does to them what an operator can', async () => {
    const person = await join('Petra Zweig')
    const page = await openDevice()
    const complaints = collectComplaints(page)
    await enter(page, operator, 'users')
    await page.getByRole('searchbox', { name: /Search/ }).fill('zwe')
    await page.getByRole('link', { name: operator.name }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: person.name }).click()
    await heading(page, person.name)
    await lookAt(page, `console-${kind.name}-user`)

    await press(page, 'Edit')
    await page.getByLabel('Name').fill('Petra <b>Zweig</b>')
    await page.getByLabel('Profile').fill('{"company":"Reeds"}')
    await lookAt(page, `console-${kind.name}-edit-user`)
    await press(page, 'Save')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await heading(page, 'Petra <b>Zweig</b>')
    await page.getByText('Reeds').waitFor()

    await press(page, 'Roles')
    await page.getByRole('checkbox', { name: /moderator/ }).check({ force: true })
    await giveReason(page)
    await lookAt(page, `console-${kind.name}-roles-of-user`)
    await press(page, 'Save')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText('moderator').waitFor()

    await press(page, 'More …')
    await page.getByRole('menuitem', { name: 'Suspend' }).click()
    await lookAt(page, `console-${kind.name}-suspend`)
    expect(await page.getByRole('button', { name: 'Suspend' }).isDisabled()).toBe(true)
    await giveReason(page)
    await press(page, 'Suspend')
    await page.getByText('suspended', { exact: true }).waitFor()
    // What was done stands below at once.
    await page.getByRole('cell', { name: /suspended a user/ }).waitFor()

    await press(page, 'More …')
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await giveReason(page)
    await page.getByLabel(/Type .* to confirm/).fill(person.email)
    await press(page, 'Delete')
    await heading(page, 'Users')
    await page.getByRole('link', { name: 'Petra' }).waitFor({ state: 'detached' })
    const left = await runSql(hosted.database, `select id from users where email = '${person.email}'`)
    expect([left, complaints().filter((complaint) => !isNotSignedIn(complaint))]).toEqual([[], []])
  })

  it('shows who did what, as it comes, and of one person; and gives it out', async () => {
    const person = await join('Hedy History')
    const page = await openDevice()
    const complaints = collectComplaints(page)
    await enter(page, operator, 'history')
    await heading(page, 'History')
    await page.getByRole('cell', { name: 'Hedy History signed up' }).waitFor()
    await press(page, 'Follow live')
    await page.getByText('Waiting for what comes.').waitFor()
    const other = await openDevice()
    await other.goto(`${hosted.pages}/sign-in`)
    await other.locator('input[name="email"]').fill(person.email)
    await other.locator('input[name="password"]').fill('not the right phrase')
    await other.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('1 since you follow.').waitFor()
    await page.getByText('credentials_wrong').first().waitFor()
    await lookAt(page, `console-${kind.name}-history-live`)

    await press(page, 'Follow live')
    await page.getByRole('button', { name: /Outcome/ }).click()
    await page.getByRole('option', { name: 'Refused' }).click()
    await page.getByRole('cell', { name: 'Hedy History signed up' }).waitFor({ state: 'detached' })
    await page
      .getByRole('button', { name: /Details of entry/ })
      .first()
      .click()
    await page.getByRole('dialog').getByText('session.refused').waitFor()
    await lookAt(page, `console-${kind.name}-history-details`)
    await press(page, 'Close')
    await page.getByRole('searchbox').fill('nobody-at-all')
    await page.getByText('No entries').waitFor()

    await press(page, 'Export')
    await giveReason(page)
    await lookAt(page, `console-${kind.name}-history-export`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('dialog').getByRole('button', { name: 'Export' }).click(),
    ])
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).toString()).toMatch(/"action":"user.signed_up".*\n(.*\n)*.*"audit.exported"/)

    await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Users' }).click()
    await page.getByRole('link', { name: person.name }).click()
    await heading(page, person.name)
    await page.getByRole('cell', { name: 'Hedy History signed up' }).waitFor()
    expect(complaints().filter((complaint) => !isNotSignedIn(complaint))).toEqual([])
  })

  it('invites somebody, who chooses a password', async () => {
    const page = await openDevice()
    await enter(page, operator, 'users')
    await press(page, 'New user')
    await page.getByLabel('Email address').fill(`guest-${kind.name}@example.com`)
    await page.getByRole('textbox', { name: 'Name' }).fill('Gil Guest')
    await lookAt(page, `console-${kind.name}-new-user`)
    await press(page, 'Invite')
    await heading(page, 'Gil Guest')
    await page.getByText('unconfirmed').waitFor()
    const mail = await receiveMail(hosted, `guest-${kind.name}@example.com`, 'Your account at Notes')
    const guest = await openDevice()
    await guest.goto(linkIn(mail))
    await guest.getByLabel('New password').fill('nine otters in a boat')
    await guest.getByRole('button', { name: 'Change the password' }).click()
    await guest.getByText('Sign in with the new one.').waitFor()
    await page.reload()
    await page.getByText('active').waitFor()
  })

  it('makes a client, shows its secret once, makes another, and removes it', async () => {
    const page = await openDevice()
    const complaints = collectComplaints(page)
    await enter(page, operator, 'clients')
    await page.getByText('in the file').waitFor()
    await press(page, 'New client')
    await page.getByRole('textbox', { name: 'Id' }).fill('mobile-api')
    await lookAt(page, `console-${kind.name}-new-client`)
    await press(page, 'Create')
    const secret = (await page.locator('.secret code').textContent()) ?? ''
    expect(secret.length).toBeGreaterThanOrEqual(32)
    await lookAt(page, `console-${kind.name}-secret`)
    await press(page, 'I have it')
    await page.reload()
    await page.getByText('mobile-api').waitFor()
    expect(await page.content()).not.toContain(secret)

    await press(page, 'New secret for mobile-api')
    await giveReason(page)
    await press(page, 'Make it')
    await page.locator('.secret code').waitFor()
    expect(await page.locator('.secret code').textContent()).not.toBe(secret)

    await press(page, 'Remove mobile-api')
    await giveReason(page)
    await page.getByLabel(/Type .* to confirm/).fill('mobile-api')
    await press(page, 'Remove')
    await page.getByRole('button', { name: 'Remove mobile-api' }).waitFor({ state: 'detached' })
    expect(complaints().filter((complaint) => !isNotSignedIn(complaint))).toEqual([])
  })

  it('ends a session of somebody, who is signed out at once', async () => {
    const person = await join('Una Session')
    const theirs = await openDevice()
    await theirs.goto(`${hosted.pages}/sign-in`)
    await theirs.locator('input[name="email"]').fill(person.email)
    await theirs.locator('input[name="password"]').fill(person.password)
    await theirs.getByRole('button', { name: 'Sign in' }).click()
    await theirs.getByRole('heading', { name: 'The app' }).waitFor()

    const page = await openDevice()
    await enter(page, operator, 'users')
    await page.getByRole('searchbox', { name: /Search/ }).fill('Una Sess')
    await page.getByRole('link', { name: person.name }).click()
    await press(page, 'More …')
    await page.getByRole('menuitem', { name: 'Sign out everywhere' }).click()
    await giveReason(page)
    await press(page, 'Sign out everywhere')
    await page.getByText('No live session').waitFor()
    await theirs.goto(`${hosted.pages}/account`)
    await theirs.waitForURL(/sign-in/)
  })

  it('asks for a recent sign-in before what is dangerous, and comes back', async () => {
    const page = await openDevice()
    const complaints = collectComplaints(page)
    await enter(page, operator, 'signing-keys')
    await runSql(
      hosted.database,
      `update sessions set authenticated_at = authenticated_at - ${ELEVEN_MINUTES_MS}
       where user_id = (select id from users where email = '${operator.email}')`,
    )
    await press(page, 'Make the next key')
    await giveReason(page)
    await press(page, 'Make it')
    await press(page, 'Sign in again')
    await page.locator('input[name="password"]').fill(operator.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await heading(page, 'Signing keys')
    await press(page, 'Make the next key')
    await giveReason(page)
    await press(page, 'Make it')
    await page.getByText('next', { exact: true }).waitFor()
    expect(complaints().filter((complaint) => !isRefusal(complaint))).toEqual([])
  })

  it('shows support what there is to see, and nothing to do', async () => {
    const page = await openDevice()
    await enter(page, await join('Sam Support', ['latchkey.support']), 'users')
    await heading(page, 'Users')
    await page.getByRole('link', { name: operator.name }).click()
    await heading(page, operator.name)
    for (const name of ['Edit', 'Roles', 'More …'])
      expect(await page.getByRole('button', { name }).count()).toBe(0)
    await lookAt(page, `console-${kind.name}-support`)
  })

  it('tells who is no operator so, and lets them sign in as somebody else', async () => {
    const page = await openDevice()
    await enter(page, await join('Vic Visitor'))
    await heading(page, 'You are not an operator here')
    await lookAt(page, `console-${kind.name}-not-for-you`)
    await press(page, 'Sign in with another account')
    await page.waitForURL(/sign-in/)
  })

  it('works by keyboard alone', async () => {
    const page = await openDevice()
    await enter(page, operator, 'users')
    await heading(page, 'Users')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the content')
    // Overview, users, sessions.
    for (let tab = 0; tab < 3; tab += 1) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await heading(page, 'Sessions')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  })
})
