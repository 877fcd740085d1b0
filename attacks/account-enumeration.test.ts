import { CSRF_HEADER, paths } from '@latchkey/contract'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgres, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { somePerson } from '../packages/server/test/fixtures/people.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import type { BrowserAnswer, TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  PASSWORD,
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { granted } from '../packages/server/test/fixtures/test-latchkey.js'
import { countAll, outboxSettled } from './fixtures/database-dump.js'

// A stranger wants to know whether somebody has an account here: from what is answered, and from the work it takes.

/** How an address may stand with us, beside that nobody has it. */
const STANDINGS = ['account', 'google', 'suspended', 'pending'] as const
type Standing = (typeof STANDINGS)[number] | 'nobody'
const addressFor = (standing: Standing): string => `${standing}@example.com`

let house: TestBrowserDoor
let database: TestDatabase
beforeAll(async () => {
  database = await postgres.create()
  house = await startTestBrowserDoor({ database })
  await house.signUp(house.openBrowser(), { email: addressFor('account') })
  await house.signUp(house.openBrowser(), { email: addressFor('suspended') })
  await runSql(database, `update users set suspended_at = 1 where email_key = '${addressFor('suspended')}'`)
  const person = somePerson({ email: addressFor('google') })
  granted(await house.exchange(await house.idToken(person)))
  await house.openBrowser().send('POST', paths.signUp, { email: addressFor('pending'), password: PASSWORD })
  await outboxSettled(database)
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await database.drop()
})

/** All of an answer that a stranger sees, with what is random in every answer taken out. */
const shapeOf = ({ status, headers, text }: BrowserAnswer) => ({
  status,
  text: text.replace(/"trace_id":"[0-9a-f]{32}"/, '"trace_id"').replace(/"csrfToken":"[^"]+"/, '"csrfToken"'),
  headers: [...headers].filter(([name]) => name !== 'set-cookie'),
  cookies: headers.getSetCookie().map((line) => line.replaceAll(/[0-9a-f]{32,}|[A-Za-z0-9_-]{43}/g, '#')),
})

type Probe = (standing: Standing) => Promise<readonly BrowserAnswer[]>

const visitor = async (): Promise<TestBrowser> => {
  const browser = house.openBrowser()
  await browser.readState()
  return browser
}
const signUpBrowser = async (standing: Standing) => {
  const browser = await visitor()
  const answer = await browser.send('POST', paths.signUp, {
    email: addressFor(standing),
    password: 'what the stranger chose',
  })
  return { browser, answer }
}

const probes: Readonly<Record<string, Probe>> = {
  'signing in': async (standing) => [
    await (await visitor()).send('POST', paths.session, { email: addressFor(standing), password: 'a guess' }),
  ],
  'signing in until it is refused': async (standing) => {
    const browser = await visitor()
    const answers: BrowserAnswer[] = []
    for (let guess = 0; guess < 8; guess += 1) {
      const request = { email: addressFor(standing), password: `guess ${guess}` }
      const source = { remoteAddress: `198.51.100.${['nobody', ...STANDINGS].indexOf(standing)}` }
      answers.push(await browser.send('POST', paths.session, request, { source }))
    }
    expect(answers.at(-1)?.status).toBe(429)
    return answers
  },
  'signing up': async (standing) => [(await signUpBrowser(standing)).answer],
  'signing up, guessing the code, having the message sent again, signing in': async (standing) => {
    const { browser, answer } = await signUpBrowser(standing)
    const email = addressFor(standing)
    return [
      answer,
      await browser.send('POST', paths.confirmSignUp, { code: '000000' }),
      await browser.send('POST', paths.session, { email, password: 'what the stranger chose' }),
      await browser.send('POST', paths.session, { email, password: 'something else' }),
      await browser.send('POST', paths.resendSignUp, {}),
      await browser.send('GET', paths.session),
    ]
  },
  'asking for a reset': async (standing) => [
    await (await visitor()).send('POST', paths.forgotPassword, { email: addressFor(standing) }),
  ],
  'asking for a reset until no more is sent': async (standing) => {
    const browser = await visitor()
    const answers: BrowserAnswer[] = []
    for (let again = 0; again < 8; again += 1)
      answers.push(await browser.send('POST', paths.forgotPassword, { email: addressFor(standing) }))
    return answers
  },
  'changing to the address, and guessing the code': async (standing) => {
    const stranger = house.openBrowser()
    await house.signUp(stranger, { email: `stranger-of-${standing}-${crypto.randomUUID()}@example.com` })
    return [
      await stranger.send('POST', paths.changeEmail, { email: addressFor(standing) }),
      await stranger.send('POST', paths.confirmEmail, { code: '000000' }),
    ]
  },
}

describe.each(Object.entries(probes))('%s', (_, probe) => {
  test.each(STANDINGS)('is answered for %s as for an address nobody has, to the byte', async (standing) => {
    // Every address has been asked about as often as the other: what was counted before must not show.
    await runSql(database, 'delete from throttles')
    const unknown = await probe('nobody')
    await runSql(database, 'delete from throttles')
    const known = await probe(standing)
    expect(known.map(shapeOf)).toEqual(unknown.map(shapeOf))
  })
})

/** The SQL that one request sends to the database, in order. What others do meanwhile is left out. */
const statementsOf = async (act: () => Promise<unknown>): Promise<readonly string[]> => {
  await outboxSettled(database)
  const texts: string[] = []
  const { query } = pg.Client.prototype
  const listening = function (this: pg.Client, ...given: unknown[]): unknown {
    const [first] = given
    const text =
      typeof first === 'object' && first !== null && 'text' in first ? String(first.text) : String(first)
    if (!isOfTheOutbox(text)) texts.push(text)
    return Reflect.apply(query, this, given)
  }
  pg.Client.prototype.query = listening as typeof query
  try {
    await act()
  } finally {
    pg.Client.prototype.query = query
  }
  return texts
}
const isOfTheOutbox = (text: string): boolean => /update "mails"|listen|notify/i.test(text)

describe.each([
  ['signing in', paths.session, { password: 'a guess' }],
  ['signing up', paths.signUp, { password: 'what the stranger chose' }],
  ['asking for a reset', paths.forgotPassword, {}],
])('%s', (_, path, body) => {
  // The mailer works beside the requests; should it meet one on a busy machine, both are measured again.
  test.each(STANDINGS)(
    'asks the database the same for %s, and writes as many rows',
    { retry: 2 },
    async (standing) => {
      await runSql(database, 'delete from throttles')
      const measure = async (asked: Standing) => {
        const browser = await visitor()
        await outboxSettled(database)
        const before = await countAll(database)
        let rows: Readonly<Record<string, number>> = {}
        const statements = await statementsOf(async () => {
          const request = { email: addressFor(asked), ...body }
          await browser.send('POST', path, request, { headers: { [CSRF_HEADER]: browser.csrfToken ?? '' } })
        })
        rows = await countAll(database)
        const added = Object.entries(rows).map(([table, count]) => [table, count - (before[table] ?? 0)])
        return {
          statements,
          added: Object.fromEntries(added.filter(([table]) => table !== 'one_time_links')),
        }
      }
      const unknown = await measure('nobody')
      expect(unknown.statements.length).toBeGreaterThan(0)
      expect(await measure(standing)).toEqual(unknown)
    },
  )
})

test('what a stranger caused is told to the owner of the mailbox alone', async () => {
  await outboxSettled(database)
  await runSql(database, 'delete from throttles')
  house.mailbox.clear()
  for (const standing of ['nobody', 'account'] as const) await signUpBrowser(standing)
  await outboxSettled(database)
  const { text: toOwner } = await house.mailbox.waitFor(({ to }) => to.includes(addressFor('account')))
  const { text: toNewcomer } = await house.mailbox.waitFor(({ to }) => to.includes(addressFor('nobody')))
  expect(toNewcomer).toContain('#token=')
  expect(toOwner).not.toContain('#token=')
})
