import { paths } from '@latchkey/contract'
import { discord, github } from '@latchkey/server'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { startScriptedProvider } from '../packages/server/test/fixtures/scripted-provider.js'
import type { TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  comeBack,
  leaveFor,
  startSocialDoor,
  type TestSocialDoor,
} from '../packages/server/test/fixtures/test-social.js'
import { outboxSettled } from './fixtures/database-dump.js'

// Whatever an attacker and a victim do, in whatever order and at the same moment: on an account whose mailbox the victim has
// proved the attacker holds nothing.

const RUNS = 12
const MINUTE = 60_000

type Who = 'attacker' | 'victim'
type Where = 'discord' | 'github'
interface Step {
  readonly who: Who
  readonly does:
    | 'signs up'
    | 'confirms'
    | 'signs in with a password'
    | 'comes with the address, unverified'
    | 'comes with what is their own'
    | 'links what is their own'
    | 'unlinks'
    | 'resets'
    | 'wants the address'
    | 'clicks on the change'
  readonly at: Where
}

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.constantFrom<Who>('attacker', 'victim'),
  does: fc.constantFrom<Step['does']>(
    'signs up',
    'confirms',
    'signs in with a password',
    'comes with the address, unverified',
    'comes with what is their own',
    'links what is their own',
    'unlinks',
    'resets',
    'wants the address',
    'clicks on the change',
  ),
  at: fc.constantFrom<Where>('discord', 'github'),
})
/** The steps of one wave are taken in the same moment; the waves one after another. */
const waves = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 8 })

/** As a provider knows somebody. */
interface Known {
  readonly id: number
  readonly email: string
  readonly verified: boolean
}

/** A provider that takes the code for the person it names: what it says is for a test to write. */
const startTruthTeller = async () => {
  const upstream = await startScriptedProvider()
  upstream.answerToken = ({ code }) => ({ body: { access_token: code, token_type: 'bearer' } })
  upstream.answerApi = (path, authorization = '') => {
    const text = Buffer.from(authorization.replace('Bearer ', ''), 'base64url').toString()
    const { id, email, verified } = JSON.parse(text) as Known
    if (path === '/user/emails') return { body: [{ email, verified, primary: true }] }
    return { body: { id: path === '/user' ? id : String(id), login: 'somebody', email, verified } }
  }
  return upstream
}

/** One party: a browser, a password, and accounts elsewhere that are theirs. */
interface Party {
  readonly who: Who
  readonly browser: TestBrowser
  readonly password: string
  /** With an address of their own there: the victim's has been verified, the attacker's is another. */
  readonly own: Readonly<Record<Where, Known>>
  /** With the victim's address, which nobody has verified. */
  readonly claimed: Readonly<Record<Where, Known>>
}

let lastNumber = 0
const nextNumber = (): number => {
  lastNumber += 1
  return lastNumber
}

const partyOf = (door: TestSocialDoor, who: Who, victim: string): Party => {
  const own = who === 'victim' ? victim : `attacker-${nextNumber()}@example.com`
  const known = (email: string, verified: boolean): Known => ({ id: nextNumber(), email, verified })
  return {
    who,
    browser: door.openBrowser(),
    password: `the password of the ${who} 7391`,
    own: { discord: known(own, true), github: known(own, true) },
    claimed: { discord: known(victim, false), github: known(victim, false) },
  }
}

const answerOf = (address: URL, person: Known): URL => {
  const url = new URL(address.searchParams.get('redirect_uri') ?? '')
  url.searchParams.set('code', Buffer.from(JSON.stringify(person)).toString('base64url'))
  url.searchParams.set('state', address.searchParams.get('state') ?? '')
  return url
}

const comeWith = async ({ browser }: Party, at: Where, person: Known): Promise<void> => {
  await comeBack(browser, { url: answerOf(await leaveFor(browser, at), person), form: undefined })
}

const take = async (
  house: { readonly door: TestSocialDoor; readonly database: TestDatabase; readonly victim: string },
  party: Party,
  { does, at }: Step,
): Promise<void> => {
  const { door, database, victim } = house
  const { browser, password, who } = party
  /** Only the victim reads the victim's mail. */
  const readMail = async (subject: RegExp) => {
    if (who === 'attacker') return undefined
    await outboxSettled(database)
    return door.mailbox.messages
      .filter((mail) => mail.to.includes(victim) && subject.test(mail.subject))
      .at(-1)?.text
  }
  const codeIn = (text: string | undefined) =>
    /\b(\d{3}) ?(\d{3})\b/
      .exec(text ?? '')
      ?.slice(1)
      .join('')
  const tokenIn = (text: string | undefined) => /#token=(\S+)/.exec(text ?? '')?.[1]
  switch (does) {
    case 'signs up':
      await browser.send('POST', paths.signUp, { email: victim, password })
      return
    case 'confirms': {
      const mail = await readMail(/[Cc]onfirm/)
      await browser.send('POST', paths.confirmSignUp, { code: codeIn(mail) ?? '000000' })
      await browser.send('POST', paths.confirmSignUp, { token: tokenIn(mail) ?? 'lkvt_', password })
      return
    }
    case 'signs in with a password':
      await browser.send('POST', paths.session, { email: victim, password })
      return
    case 'comes with the address, unverified':
      return comeWith(party, at, party.claimed[at])
    case 'comes with what is their own':
      return comeWith(party, at, party.own[at])
    case 'links what is their own': {
      const begun = await browser.send('POST', `${paths.accountIdentities}/${at}`, {})
      if (begun.status !== 200) return
      const address = new URL((begun.body as { url: string }).url)
      await comeBack(browser, { url: answerOf(address, party.own[at]), form: undefined })
      return
    }
    case 'unlinks': {
      const list = await browser.send('GET', paths.accountIdentities)
      const { identities = [] } = list.body as { identities?: readonly { readonly id: string }[] }
      await browser.send('DELETE', `${paths.accountIdentities}/${identities[0]?.id}`)
      return
    }
    case 'resets': {
      await browser.send('POST', paths.forgotPassword, { email: victim })
      const token = tokenIn(await readMail(/password/))
      await browser.send('POST', paths.resetPassword, { token: token ?? 'lkpr_', password })
      return
    }
    case 'wants the address':
      await browser.send('POST', paths.changeEmail, { email: victim })
      return
    case 'clicks on the change': {
      const token = tokenIn(await readMail(/address/))
      await browser.send('POST', paths.confirmEmail, { token: token ?? 'lkec_' })
      return
    }
  }
}

/** Whose account a browser is in. */
const userIn = async (browser: TestBrowser): Promise<string | undefined> => {
  const state = await browser.readState()
  return state.status === 'signed_in' ? state.user.id : undefined
}

test.each(databaseKinds)(
  'an attacker holds nothing on an account whose mailbox the victim has proved, on $name',
  async (kind) => {
    await using database = await kind.create()
    await using truth = await startTruthTeller()
    const providers = [
      discord({ clientId: 'us', clientSecret: 'secret', baseUrl: truth.url }),
      github({ clientId: 'us', clientSecret: 'secret', baseUrl: truth.url, apiUrl: truth.url }),
    ]
    await using door = await startSocialDoor({ database, options: { providers } })
    let proved = 0
    await fc.assert(
      fc.asyncProperty(waves, async (order) => {
        const victim = `victim-${nextNumber()}@example.com`
        const parties = {
          attacker: partyOf(door, 'attacker', victim),
          victim: partyOf(door, 'victim', victim),
        }
        for (const wave of order) {
          await Promise.all(wave.map((taken) => take({ door, database, victim }, parties[taken.who], taken)))
          door.clock.advance(MINUTE)
        }

        const [account] = await runSql(database, `select id from users where email_key = '${victim}'`)
        if (account === undefined) return
        proved += 1
        const { attacker } = parties
        expect(await userIn(attacker.browser)).not.toBe(account['id'])
        for (const known of [attacker.own, attacker.claimed].flatMap((all) => Object.entries(all))) {
          const fresh = { ...attacker, browser: door.openBrowser() }
          await comeWith(fresh, known[0] as Where, known[1])
          expect(await userIn(fresh.browser)).not.toBe(account['id'])
        }
        const guess = door.openBrowser()
        await guess.send('POST', paths.session, { email: victim, password: attacker.password })
        expect(await userIn(guess)).toBeUndefined()
      }),
      { numRuns: RUNS },
    )
    // A property of accounts that never come to be would hold of anything.
    expect(proved).toBeGreaterThan(RUNS / 4)
  },
  120_000,
)
