import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sqlite, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import {
  PASSWORD,
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { outboxSettled } from './fixtures/database-dump.js'
import { outcomeOf } from './fixtures/outcome-of.js'

// A stranger decides who gets a message. He wants to decide who else gets it, and what it says: spam in our name.

let house: TestBrowserDoor
let database: TestDatabase
beforeEach(async () => {
  database = await sqlite.create()
  house = await startTestBrowserDoor({ database })
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
  await database.drop()
})

const BREAKS = [
  '\r\nBcc: many@example.com',
  '\nBcc: many@example.com',
  '\rBcc: many@example.com',
  '%0d%0aBcc: many@example.com',
]
const EVIL_ADDRESSES = [
  ...BREAKS.map((text) => `ada@example.com${text}`),
  ...BREAKS.map((text) => `ada${text}@example.com`),
  'ada@example.com, many@example.com',
  'ada@example.com;many@example.com',
  'ada@example.com many@example.com',
  '<many@example.com> ada@example.com',
  'Ada <many@example.com>',
  '"many@example.com> SIZE=1"@example.com',
  'ada@example.com>\r\nRCPT TO:<many@example.com',
  'many@example.com(ada@example.com)',
  'group:many@example.com,ada@example.com;',
  'ada@[127.0.0.1]',
  'ada@exa\u0000mple.com',
  'ada@example.com\u2028Bcc: many@example.com',
  'ada\u202e@example.com',
  'many@example.com@example.com@',
]

test.each(EVIL_ADDRESSES)('%j is no address, and no message goes out', async (email) => {
  const browser = house.openBrowser()
  await house.signUp(browser, { email: 'own@example.com' })
  await outboxSettled(database)
  house.mailbox.clear()
  const asked = [
    await browser.send('POST', paths.signUp, { email, password: PASSWORD }),
    await browser.send('POST', paths.forgotPassword, { email }),
    await browser.send('POST', paths.changeEmail, { email }),
  ]
  for (const answer of asked) expect(outcomeOf(answer)).toBe('422 address_invalid')
  await outboxSettled(database)
  expect(house.mailbox.messages).toEqual([])
})

test('odd addresses that are addresses get their message, alone, at that address', async () => {
  const odd = [
    "o'brien+tag@example.com",
    'a%b!c@example.com',
    '-x@example.com',
    'ада@example.com',
    'a=b@bücher.example',
  ]
  for (const email of odd) {
    house.mailbox.clear()
    const answer = await house.openBrowser().send('POST', paths.signUp, { email, password: PASSWORD })
    expect(answer.status, email).toBe(202)
    await outboxSettled(database)
    const [message, ...others] = house.mailbox.messages
    expect(others).toEqual([])
    expect(message?.to).toHaveLength(1)
    expect(message?.headers).not.toHaveProperty('bcc')
    expect(message?.headers).not.toHaveProperty('cc')
  }
})

test('what somebody calls themselves stands in no message: a stranger would write it into the mailbox of another', async () => {
  const lure = 'You have won, see https://attacker.example'
  const names = [
    lure,
    ...BREAKS.map((text) => `Ada${text} ${lure}`),
    `<a href="https://attacker.example">${lure}</a>`,
  ]
  for (const [index, name] of names.entries()) {
    const browser = house.openBrowser()
    const email = `ada-${index}@example.com`
    await house.signUp(browser, { email, name })
    await browser.send('POST', paths.forgotPassword, { email })
    await browser.send('POST', paths.changeEmail, { email: `new-${email}` })
    const changed = { currentPassword: PASSWORD, newPassword: 'another good phrase' }
    await browser.send('POST', paths.changePassword, changed)
    await house.openBrowser().send('POST', paths.signUp, { email, password: PASSWORD, name })
    await outboxSettled(database)
    await browser.send('DELETE', paths.account)
    await outboxSettled(database)
    expect(house.mailbox.messages.length).toBeGreaterThanOrEqual(4)
    for (const message of house.mailbox.messages) {
      const whole = [message.text, message.html, message.subject, ...Object.values(message.headers)].join(
        '\n',
      )
      expect(whole).not.toContain('attacker.example')
      expect(whole).not.toContain('many@example.com')
      expect(message.to).toHaveLength(1)
      expect(message.headers).not.toHaveProperty('bcc')
    }
  }
})
