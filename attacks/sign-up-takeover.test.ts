import { paths } from '@latchkey/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { somePerson } from '../packages/server/test/fixtures/people.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import type { TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { granted } from '../packages/server/test/fixtures/test-latchkey.js'
import { outboxSettled } from './fixtures/database-dump.js'
import { userIn } from './fixtures/outcome-of.js'

// An attacker gets hold of an account before its owner does: he signs up with her address, or has his own account moved to
// it, and waits for her to confirm, to sign up, to come with Google or to reset the password. Whatever both do, in whatever
// order: he holds nothing of an account with her address, and she can always get into one.

const RUNS = 10
/** Between two steps: pauses of messages pass, sessions and links live on. */
const STEP = 5 * 60_000
const HIS_PASSWORD = 'what the attacker chose'
const HER_PASSWORD = 'what the victim chose'
const HER_NEW_PASSWORD = 'what the victim reset it to'
const HIS_NAME = 'Mallory'

const STEPS = [
  'he signs up with her address',
  'he has the message sent again',
  'he guesses the code',
  'he moves his account to her address',
  'he guesses the code of the move',
  'he asks for a reset',
  'she signs up',
  'she types the newest code',
  'she opens every link where she signed up',
  'she opens every link in another browser',
  'she opens every link and types her password',
  'she comes with Google',
  'she resets',
  'she signs in and opens every link',
] as const
type Step = (typeof STEPS)[number]

/** What both have in one run. */
interface Scene {
  readonly house: TestBrowserDoor
  readonly database: TestDatabase
  readonly her: { readonly email: string; readonly browser: TestBrowser; readonly sub: string }
  readonly him: { readonly email: string; readonly signUp: TestBrowser; readonly own: TestBrowser }
}

const waves = fc.array(fc.constantFrom<Step>(...STEPS), { minLength: 2, maxLength: 9 })

const tokensTo = (house: TestBrowserDoor, address: string, prefix: string): readonly string[] =>
  house.mailbox.messages
    .filter(({ to }) => to.includes(address))
    .flatMap(({ text }) => [...text.matchAll(/#token=(\S+)/g)].map(([, token = '']) => token))
    .filter((token) => token.startsWith(prefix))

/** Every link in her mailbox, on the page it leads to. */
const openLinks = async ({ house, her }: Scene, browser: TestBrowser, password?: string): Promise<void> => {
  for (const token of tokensTo(house, her.email, 'lkvt_')) {
    await browser.send('POST', paths.confirmSignUp, { token, ...(password !== undefined && { password }) })
  }
  for (const token of tokensTo(house, her.email, 'lkec_'))
    await browser.send('POST', paths.confirmEmail, { token })
}

const resetAll = async ({ house, her }: Scene, password: string): Promise<void> => {
  for (const token of tokensTo(house, her.email, 'lkpr_'))
    await her.browser.send('POST', paths.resetPassword, { token, password })
}

const newestCode = ({ house, her }: Scene): string | undefined =>
  house.mailbox.messages.findLast(({ to, code }) => to.includes(her.email) && code !== undefined)?.code

const take: Readonly<Record<Step, (scene: Scene) => Promise<unknown>>> = {
  'he signs up with her address': ({ him, her }) =>
    him.signUp.send('POST', paths.signUp, { email: her.email, password: HIS_PASSWORD, name: HIS_NAME }),
  'he has the message sent again': ({ him }) => him.signUp.send('POST', paths.resendSignUp, {}),
  'he guesses the code': ({ him }) => him.signUp.send('POST', paths.confirmSignUp, { code: '123456' }),
  'he moves his account to her address': async ({ house, him, her }) => {
    await house.signIn(him.own, { email: him.email, password: HIS_PASSWORD })
    return him.own.send('POST', paths.changeEmail, { email: her.email })
  },
  'he guesses the code of the move': ({ him }) =>
    him.own.send('POST', paths.confirmEmail, { code: '123456' }),
  'he asks for a reset': ({ him, her }) => him.own.send('POST', paths.forgotPassword, { email: her.email }),
  'she signs up': ({ her }) =>
    her.browser.send('POST', paths.signUp, { email: her.email, password: HER_PASSWORD, name: 'Ada' }),
  'she types the newest code': (scene) =>
    scene.her.browser.send('POST', paths.confirmSignUp, { code: newestCode(scene) ?? '000000' }),
  'she opens every link where she signed up': (scene) => openLinks(scene, scene.her.browser),
  'she opens every link in another browser': (scene) => openLinks(scene, scene.house.openBrowser()),
  'she opens every link and types her password': (scene) =>
    openLinks(scene, scene.house.openBrowser(), HER_PASSWORD),
  'she comes with Google': async ({ house, her }) =>
    house.exchange(await house.idToken(somePerson({ sub: her.sub, email: her.email }))),
  'she resets': async (scene) => {
    await scene.her.browser.send('POST', paths.forgotPassword, { email: scene.her.email })
    await outboxSettled(scene.database)
    await resetAll(scene, HER_NEW_PASSWORD)
  },
  'she signs in and opens every link': async (scene) => {
    const browser = scene.house.openBrowser()
    await scene.house.signIn(browser, { email: scene.her.email, password: HER_PASSWORD })
    await openLinks(scene, browser)
  },
}

const usersWith = async (database: TestDatabase, email: string): Promise<readonly string[]> =>
  (await runSql(database, `select id from users where email = '${email}'`)).map(({ id }) => String(id))

/** He tries everything he has. */
const expectNothingHis = async ({ house, database, her, him }: Scene): Promise<void> => {
  const hers = await usersWith(database, her.email)
  for (const browser of [him.signUp, him.own]) {
    const state = await browser.readState()
    if (state.status === 'signed_in') expect(hers).not.toContain(state.user.id)
  }
  for (const browser of [him.signUp, him.own, house.openBrowser()]) {
    const answer = await house.signIn(browser, { email: her.email, password: HIS_PASSWORD })
    expect(answer.status).toBeGreaterThanOrEqual(400)
  }
  const own = await house.signIn(him.own, { email: him.email, password: HIS_PASSWORD })
  expect(hers).not.toContain(userIn(own))
  expect(own.body).toMatchObject({ user: { email: him.email } })
  // Nor did he plant anything in it.
  const planted = await runSql(
    database,
    `select id from users where email = '${her.email}' and name = '${HIS_NAME}'`,
  )
  expect(planted).toEqual([])
}

/** Whatever he did, she gets in: with Google, and with a password she sets. */
const expectShesIn = async (scene: Scene): Promise<void> => {
  const { house, database, her } = scene
  const proved = granted(
    await house.exchange(await house.idToken(somePerson({ sub: her.sub, email: her.email }))),
  )
  expect(await usersWith(database, her.email)).toEqual([proved.user.sub])
  house.clock.advance(2 * 60 * 60_000)
  house.mailbox.clear()
  await her.browser.send('POST', paths.forgotPassword, { email: her.email })
  await outboxSettled(database)
  await resetAll(scene, HER_NEW_PASSWORD)
  const answer = await house.signIn(her.browser, { email: her.email, password: HER_NEW_PASSWORD })
  expect(userIn(answer)).toBe(proved.user.sub)
}

describe.each(databaseKinds)('in every order, on $name', (kind) => {
  test('who begins with an address that is not theirs ends with nothing of its owner', {
    timeout: 180_000,
  }, async () => {
    await using database = await kind.create()
    await using house = await startTestBrowserDoor({ database })
    let run = 0
    const property = fc.asyncProperty(waves, async (steps) => {
      run += 1
      const him = {
        email: `mallory-${run}@example.com`,
        signUp: house.openBrowser(),
        own: house.openBrowser(),
      }
      const her = { email: `victim-${run}@example.com`, browser: house.openBrowser(), sub: `victim-${run}` }
      await house.signUp(him.own, { email: him.email, password: HIS_PASSWORD, name: HIS_NAME })
      house.mailbox.clear()
      const scene: Scene = { house, database, her, him }
      for (const step of steps) {
        await take[step](scene)
        await outboxSettled(database)
        house.clock.advance(STEP)
      }
      await expectNothingHis(scene)
      await expectShesIn(scene)
      await expectNothingHis(scene)
    })
    await fc.assert(property, { numRuns: RUNS })
  })
})
