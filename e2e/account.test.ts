import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { createAccount } from './create-account.js'
import { newPerson, type Person } from './people.js'
import { codeIn, linkIn, mailTo, receiveAnother, receiveMail } from './receive-mail.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'
import {
  enterCode,
  go,
  greeting,
  openPage,
  passwordField,
  sendSignIn,
  signIn,
  signInLink,
  signOutOfVueApp,
  signUp,
} from './vue-app.js'

const ELEVEN_MINUTES_MS = 11 * 60_000

const SAFARI_ON_IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

const wrongCredentials = 'The email address or the password is wrong.'
const endedNotice = 'Your session has ended.'

describe.each(databaseKinds)('an account, kept in $name', (database) => {
  const openDevice = useBrowser()
  const stack = useStack({ database })

  /** Somebody with an account, signed in on a device. */
  const signedIn = async (): Promise<{ person: Person; page: Page }> => {
    const person = await createAccount(stack)
    const page = await openDevice()
    await signIn(page, stack, person)
    return { person, page }
  }

  /** As if the sign-in of somebody were no longer recent. */
  const forgetProof = ({ email }: Person) =>
    runSql(
      stack.database,
      `update sessions set authenticated_at = authenticated_at - ${ELEVEN_MINUTES_MS}
       where user_id = (select id from users where email = '${email}')`,
    )

  const alert = (page: Page) => page.getByRole('alert').filter({ hasText: /./ })
  const card = (page: Page, heading: string) => page.getByRole('region', { name: heading })

  const refuses = async (page: Page, credentials: Pick<Person, 'email' | 'password'>) => {
    await page.goto(`${stack.vueApp}/sign-in`)
    await sendSignIn(page, credentials)
    await alert(page).getByText(wrongCredentials).waitFor()
  }

  describe('signing up', () => {
    it('the code of the message opens the account and signs in; a wrong one is said to be wrong', async () => {
      const person = newPerson('Mara Lindqvist')
      const page = await openDevice()
      await signUp(page, stack, person)
      await page.getByText(`We sent a message to ${person.email}`).waitFor()
      const code = codeIn(await receiveMail(stack, person.email, 'Confirm your address'))

      await enterCode(page, code === '111111' ? '222222' : '111111')
      await page.getByText('This code is not right').waitFor()
      await enterCode(page, code)
      await greeting(page, person).waitFor()
      await page.reload()
      await greeting(page, person).waitFor()
    })

    it('the message can be sent again, and whichever copy is read, its code is right', async () => {
      const person = newPerson()
      const page = await openDevice()
      await signUp(page, stack, person)
      const first = await receiveMail(stack, person.email, 'Confirm your address')
      await page.getByRole('button', { name: 'Send it again' }).click()
      await page.getByText('Sent again.', { exact: true }).waitFor()
      expect(codeIn(await receiveAnother(stack, person.email, 'Confirm your address'))).toBe(codeIn(first))
      await enterCode(page, codeIn(first))
      await greeting(page, person).waitFor()
    })

    it('before the address is confirmed nobody is signed in, and whoever knows the password is told why', async () => {
      const person = newPerson()
      const page = await openDevice()
      await signUp(page, stack, person)
      await page.goto(`${stack.vueApp}/sign-in`)
      await sendSignIn(page, person)
      await alert(page).getByText('This address has not been confirmed yet').waitFor()
      await page.getByRole('link', { name: 'Enter the code' }).click()
      await enterCode(page, codeIn(await receiveMail(stack, person.email, 'Confirm your address')))
      await greeting(page, person).waitFor()

      await refuses(await openDevice(), { ...person, password: 'the password of a stranger' })
    })

    it('the link opens the account at once in the browser that signed up, and leaves no token behind', async () => {
      const person = newPerson()
      const page = await openDevice()
      await signUp(page, stack, person)
      const tab = await page.context().newPage()
      await tab.goto(linkIn(await receiveMail(stack, person.email, 'Confirm your address')))
      await greeting(tab, person).waitFor()
      expect(tab.url()).toBe(`${stack.vueApp}/`)
      await tab.goBack()
      expect(tab.url()).not.toContain('token')
      // The tab that waits for the code hears of it.
      await greeting(page, person).waitFor()
    })

    it('the link asks for the password in another browser', async () => {
      const person = newPerson()
      await signUp(await openDevice(), stack, person)
      const link = linkIn(await receiveMail(stack, person.email, 'Confirm your address'))

      const elsewhere = await openDevice()
      await elsewhere.goto(link)
      await passwordField(elsewhere).fill('not what was chosen')
      await elsewhere.getByRole('button', { name: 'Confirm' }).click()
      await elsewhere.getByText('The password is wrong.').waitFor()
      expect(elsewhere.url()).not.toContain('token')
      await passwordField(elsewhere).fill(person.password)
      await elsewhere.getByRole('button', { name: 'Confirm' }).click()
      await greeting(elsewhere, person).waitFor()
    })

    it('an address that is taken is answered like any other; its owner gets a message', async () => {
      const owner = await createAccount(stack)
      const newcomer = { ...newPerson('Tomás Okafor'), email: owner.email }
      const page = await openDevice()
      await signUp(page, stack, newcomer)
      const answered = await readPage(page)
      await receiveMail(stack, owner.email, 'You already have an account')
      await enterCode(page, '111111')
      await page.getByText('This code is not right').waitFor()

      const stranger = newPerson()
      await signUp(page, stack, stranger)
      expect(await readPage(page)).toBe(answered.replace(owner.email, stranger.email))
      await refuses(page, newcomer)
      await signIn(page, stack, owner)
    })

    it('somebody whose browser asks for German is written to in German', async () => {
      const person = newPerson()
      await signUp(await openDevice({ locale: 'de-AT' }), stack, person)
      const message = await receiveMail(stack, person.email, 'Bestätigen Sie Ihre Adresse')
      expect(message.headers['content-language']).toBe('de')
      expect(message.text).toContain('Willkommen bei')
    })
  })

  describe('signing in', () => {
    it('a wrong password is refused in plain words, and the right one leads to where the person was going', async () => {
      const person = await createAccount(stack)
      const page = await openDevice()
      await page.goto(`${stack.vueApp}/account`)
      await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
      await sendSignIn(page, { ...person, password: 'a guess' })
      await alert(page).getByText(wrongCredentials).waitFor()
      expect(await page.getByLabel('Email address').inputValue()).toBe(person.email)

      await sendSignIn(page, person)
      await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor()
      await signOutOfVueApp(page)
      await page.getByText('You are signed out.').waitFor()
      await page.reload()
      await signInLink(page).waitFor()
    })
  })

  describe('the account page', () => {
    it('a changed name and company survive a reload, and what the project refuses is said at its field', async () => {
      const { page } = await signedIn()
      await openPage(page, stack, '/account', 'Your account')
      const profile = card(page, 'Profile')
      await profile.getByLabel('Name').fill('Ada Lovelace')
      await profile.getByLabel('Company').fill('x'.repeat(101))
      await profile.getByRole('button', { name: 'Save' }).click()
      await profile.getByText('Use at most 100 characters.').waitFor()
      expect(await profile.getByLabel('Company').getAttribute('aria-invalid')).toBe('true')

      await profile.getByLabel('Company').fill('Analytical <b>Engines</b>')
      await profile.getByRole('button', { name: 'Save' }).click()
      await profile.getByText('Saved.').waitFor()
      await profile.getByLabel('Name').fill('Ada L')
      await profile.getByText('Saved.').waitFor({ state: 'detached' })
      await page.reload()
      await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor()
      expect(await profile.getByLabel('Name').inputValue()).toBe('Ada Lovelace')
      expect(await profile.getByLabel('Company').inputValue()).toBe('Analytical <b>Engines</b>')
      await page.goto(stack.vueApp)
      await greeting(page, { name: 'Ada Lovelace' }).waitFor()
      await page.getByText('Analytical <b>Engines</b> · ').waitFor()
    })

    it('a changed password ends the sessions of other devices, and the old one opens nothing', async () => {
      const { person, page } = await signedIn()
      const phone = await openDevice()
      await signIn(phone, stack, person)
      await go(page, 'Account')
      const password = card(page, 'Password')
      await password.getByLabel('Current password', { exact: true }).fill('a guess')
      await password.getByLabel('New password', { exact: true }).fill('nine otters in a boat')
      await password.getByRole('button', { name: 'Change the password' }).click()
      await password.getByText('The password is wrong.').waitFor()

      await password.getByLabel('Current password', { exact: true }).fill(person.password)
      await password.getByRole('button', { name: 'Change the password' }).click()
      await password.getByText('Your password is changed').waitFor()
      await receiveMail(stack, person.email, 'was changed')
      await go(page, 'Sessions')
      await page.getByText('This browser', { exact: true }).waitFor()

      await phone.getByText(endedNotice).waitFor()
      await refuses(phone, person)
      await signIn(phone, stack, { ...person, password: 'nine otters in a boat' })
    })

    it('a new address counts once its link is followed while signed in, and the old one is told', async () => {
      const { person, page } = await signedIn()
      const moved = { ...person, email: `moved-${person.email}` }
      await go(page, 'Account')
      const email = card(page, 'Email address')
      await email.getByLabel('New address').fill(moved.email)
      await email.getByRole('button', { name: 'Change the address' }).click()
      await email.getByText(`We sent a message to ${moved.email}`).waitFor()
      const link = linkIn(await receiveMail(stack, moved.email, 'Confirm your new address'))
      expect(await mailTo(stack, person.email)).toHaveLength(1)

      const phone = await openDevice()
      await phone.goto(link)
      await phone.getByText('Sign in to confirm your new address.').waitFor()
      await sendSignIn(phone, person)
      await phone.getByRole('button', { name: 'Yes, this is my address' }).click()
      await phone.getByRole('heading', { name: 'Your new address is confirmed' }).waitFor()
      const notice = await receiveMail(stack, person.email, 'Your address')
      expect(notice.text).not.toContain(moved.email)
      await page.reload()
      await card(page, 'Email address').getByText(moved.email).waitFor()

      const elsewhere = await openDevice()
      await refuses(elsewhere, person)
      await signIn(elsewhere, stack, moved)
    })

    it('the link to a new address moves nobody else there, whoever is made to follow it', async () => {
      const { person, page } = await signedIn()
      const victim = await signedIn()
      await go(page, 'Account')
      await card(page, 'Email address').getByLabel('New address').fill(`moved-${person.email}`)
      await card(page, 'Email address').getByRole('button', { name: 'Change the address' }).click()
      const link = linkIn(await receiveMail(stack, `moved-${person.email}`, 'Confirm your new address'))

      await victim.page.goto(link)
      await victim.page.getByRole('button', { name: 'Yes, this is my address' }).click()
      await alert(victim.page).getByText('This link has expired or was used already.').waitFor()
      expect(await victim.page.getByRole('button', { name: 'Yes, this is my address' }).count()).toBe(0)
      await go(victim.page, 'Account')
      await card(victim.page, 'Email address').getByText(victim.person.email).waitFor()
    })

    it('a new address counts once its code is typed; sent again, only the newest code does', async () => {
      const { person, page } = await signedIn()
      const moved = { ...person, email: `moved-${person.email}` }
      await go(page, 'Account')
      await card(page, 'Email address').getByLabel('New address').fill(moved.email)
      await card(page, 'Email address').getByRole('button', { name: 'Change the address' }).click()
      const first = codeIn(await receiveMail(stack, moved.email, 'Confirm your new address'))
      await enterCode(page, first === '111111' ? '222222' : '111111')
      await page.getByText('ask for a new one').waitFor()
      await page.getByRole('button', { name: 'Send it again' }).click()
      await page.getByText('Sent again, with a new link and a new code.').waitFor()
      await page.getByText('ask for a new one').waitFor({ state: 'detached' })
      const second = codeIn(await receiveAnother(stack, moved.email, 'Confirm your new address'))
      await enterCode(page, first)
      await page.getByText('This code is not right').waitFor()
      await enterCode(page, second)
      await page.getByText('Your address is changed.').waitFor()
      expect(await focused(page)).toBe('Email address')
      await signIn(await openDevice(), stack, moved)
    })

    it('the export is a file with everything that is kept, and nothing that opens anything', async () => {
      const { person, page } = await signedIn()
      await go(page, 'Account')
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download' }).click(),
      ])
      expect(download.suggestedFilename()).toBe('my-account.json')
      const text = await readFile(await download.path(), 'utf8')
      const kept = JSON.parse(text)
      expect(kept).toMatchObject({ user: { email: person.email, name: person.name }, hasPassword: true })
      expect(kept.sessions.length).toBeGreaterThanOrEqual(2)
      expect(kept.messages).toMatchObject([{ kind: 'sign_up', to: person.email }])
      expect(text).not.toMatch(/argon2|lk[a-z]{2}_|secret/i)
    })

    it('a deleted account opens nothing any more', async () => {
      const { person, page } = await signedIn()
      await go(page, 'Account')
      await page.getByLabel('Yes, delete everything').check()
      await page.getByRole('button', { name: 'Delete my account' }).click()
      await page.getByText('Your account is deleted.').waitFor()
      await receiveMail(stack, person.email, 'was deleted')
      await refuses(page, person)
    })

    it('when the sign-in is long ago, deleting asks for the password first', async () => {
      const { person, page } = await signedIn()
      await forgetProof(person)
      await go(page, 'Account')
      await page.getByLabel('Yes, delete everything').check()
      await page.getByRole('button', { name: 'Delete my account' }).click()
      const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
      await passwordField(dialog).fill('a guess')
      await dialog.getByRole('button', { name: 'Confirm' }).click()
      await dialog.getByText('The password is wrong.', { exact: true }).waitFor()
      expect(await passwordField(dialog).getAttribute('aria-invalid')).toBe('true')
      expect(await dialog.getByText(/no password/i).count()).toBe(0)
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      await page.reload()
      await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor()

      await page.getByLabel('Yes, delete everything').check()
      await page.getByRole('button', { name: 'Delete my account' }).click()
      await passwordField(dialog).fill(person.password)
      await dialog.getByRole('button', { name: 'Confirm' }).click()
      await page.getByText('Your account is deleted.').waitFor()
      await refuses(page, person)
    })

    it('when the sign-in is long ago, somebody without a password is led to set one', async () => {
      const { person, page } = await signedIn()
      await forgetProof(person)
      await runSql(
        stack.database,
        `delete from passwords where user_id = (select id from users where email = '${person.email}')`,
      )
      await go(page, 'Account')
      await page.getByLabel('Yes, delete everything').check()
      await page.getByRole('button', { name: 'Delete my account' }).click()
      const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
      await dialog.getByRole('link', { name: 'Set a password' }).click()
      await page.getByRole('button', { name: 'Send the link' }).waitFor()
      expect(await dialog.isVisible()).toBe(false)
    })
  })

  describe('a forgotten password', () => {
    it('is replaced by the link in a message, which ends every session and works once', async () => {
      const { person, page } = await signedIn()
      const elsewhere = await openDevice()
      await elsewhere.goto(`${stack.vueApp}/sign-in`)
      await elsewhere.getByRole('link', { name: 'Forgot your password?' }).click()
      await elsewhere.getByLabel('Email address').fill(person.email)
      await elsewhere.getByRole('button', { name: 'Send the link' }).click()
      await elsewhere.getByText('a message is on its way').waitFor()
      const link = linkIn(await receiveMail(stack, person.email, 'Choose a new password'))

      const changed = { ...person, password: 'seven quiet harbours' }
      await choosePassword(elsewhere, link, 'short')
      await elsewhere.getByText('Use at least 8 characters.').waitFor()
      await elsewhere.getByLabel('New password', { exact: true }).fill(changed.password)
      await elsewhere.getByRole('button', { name: 'Change the password' }).click()
      await elsewhere.getByRole('heading', { name: 'Your password is changed' }).waitFor()
      await refuses(elsewhere, person)
      await signIn(elsewhere, stack, changed)

      await page.getByText(endedNotice).waitFor()
      await choosePassword(page, link, 'a second use of the link')
      await alert(page).getByText('This link has expired or was used already.').waitFor()
      expect(await page.getByLabel('New password', { exact: true }).count()).toBe(0)
      expect(await focused(page)).toBe('This link no longer works')
      await page.getByRole('link', { name: 'Ask for a new link' }).click()
      await page.getByRole('button', { name: 'Send the link' }).waitFor()
    })

    it('of an address nobody has is answered the same, and nothing is sent', async () => {
      const stranger = newPerson()
      const known = await createAccount(stack)
      const page = await openDevice()
      await page.goto(`${stack.vueApp}/forgot-password`)
      const answers: string[] = []
      for (const { email } of [stranger, known]) {
        await page.getByLabel('Email address').fill(email)
        await page.getByRole('button', { name: 'Send the link' }).click()
        await page.getByText(`If ${email} has an account here`).waitFor()
        answers.push((await readPage(page)).replace(email, ''))
      }
      expect(answers[1]).toBe(answers[0])
      // The later message has gone out, and with it all there was to send.
      await receiveMail(stack, known.email, 'Choose a new password')
      expect(await mailTo(stack, stranger.email)).toEqual([])
    })
  })

  describe('several devices', () => {
    it('are listed, and one that is ended from another is signed out by itself, with a notice', async () => {
      const { person, page } = await signedIn()
      const phone = await openDevice({
        userAgent: SAFARI_ON_IPHONE,
      })
      await signIn(phone, stack, person)
      await go(phone, 'Sessions')
      await go(page, 'Sessions')
      const listed = page.getByRole('main').getByRole('listitem')
      await expect.poll(() => listed.count()).toBe(2)
      expect(await listed.filter({ hasText: 'This browser' }).count()).toBe(1)
      await page.getByRole('button', { name: /End.*Safari/ }).click()
      await page.getByRole('status').getByText('That session is ended.').waitFor()
      expect(await page.getByRole('button', { name: /End the session/ }).count()).toBe(1)

      await phone.getByText(endedNotice).waitFor()
      await sendSignIn(phone, person)
      await phone.getByRole('heading', { level: 1, name: 'Your sessions' }).waitFor()
    })

    it('a second click where one was ended ends no other: this browser stays first and no row moves', async () => {
      const { person, page } = await signedIn()
      const kept = await openDevice()
      await signIn(kept, stack, person)
      const ended = await openDevice({ userAgent: SAFARI_ON_IPHONE })
      await signIn(ended, stack, person)
      await go(page, 'Sessions')
      const listed = page.getByRole('main').getByRole('listitem')
      await listed.nth(2).waitFor()
      expect(await listed.first().textContent()).toContain('This browser')

      const places = () =>
        listed.evaluateAll((rows) => rows.map((row) => JSON.stringify(row.getBoundingClientRect())))
      const before = await places()
      const box = await page.getByRole('button', { name: /End.*Safari/ }).boundingBox()
      if (!box) throw new Error('the session is not listed')
      const click = () => page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
      await click()
      await page.getByText('That session is ended.').waitFor()
      expect(await places()).toEqual(before)
      await click()
      await go(page, 'Account')
      await go(page, 'Sessions')
      await expect.poll(() => listed.count()).toBe(2)
    })

    it('the session of this browser can be ended like any other', async () => {
      const { page } = await signedIn()
      await go(page, 'Sessions')
      await page.getByRole('button', { name: 'Sign out everywhere' }).waitFor()
      expect(await page.getByRole('button', { name: 'Sign out other sessions' }).count()).toBe(0)
      await page.getByRole('button', { name: /End.*this browser/ }).click()
      await page.getByText('You are signed out.').waitFor()
      await signInLink(page).waitFor()
    })

    it('all others, or all of them, are signed out with one button', async () => {
      const { person, page } = await signedIn()
      const phone = await openDevice()
      await signIn(phone, stack, person)
      await go(page, 'Sessions')
      await page.getByRole('button', { name: 'Sign out other sessions' }).click()
      await page.getByText('Every other session is ended.').waitFor()
      expect(await page.getByRole('button', { name: 'Sign out other sessions' }).count()).toBe(0)
      await phone.getByText(endedNotice).waitFor()

      await signIn(phone, stack, person)
      await page.getByRole('button', { name: 'Sign out everywhere' }).click()
      await page.getByText('You are signed out on every device.').waitFor()
      await phone.getByText(endedNotice).waitFor()
    })
  })
})

async function choosePassword(page: Page, link: string, password: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Change the password' }).click()
}

/** The text of what has the focus. */
const focused = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.activeElement?.textContent?.trim())

/** All the text of a page that says that a message was sent, once the link to the mailbox is there. */
async function readPage(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'open the development mailbox' }).waitFor()
  return (await page.getByRole('main').textContent()) ?? ''
}
