import { paths, type TokenResponse } from '@latchkey/contract'
import { oidc } from '@latchkey/server'
import { type DevelopmentProvider, type Person, startDevelopmentProvider } from '@latchkey/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds } from './fixtures/databases.js'
import { somePerson } from './fixtures/people.js'
import { runSql } from './fixtures/run-sql.js'
import {
  CONFIDENTIAL,
  isRefused,
  PUBLIC,
  type Refused,
  startTestLatchkey,
  type TestClient,
  type TestLatchkey,
} from './fixtures/test-latchkey.js'

const RUNS = 25

type Where = 'google' | 'corporate'
type Who = 'attacker' | 'victim'
type Step =
  | {
      readonly who: Who
      readonly does: 'signs in'
      readonly at: Where
      readonly with: TestClient
      readonly proving: boolean
    }
  | { readonly who: Who; readonly does: 'refreshes' | 'signs out' }

/** Everything one party was ever given, and with which client. */
interface Hand {
  /** As a provider knows the person: with an address it has proved, or with the victim's, which it has not. */
  personWhen(proving: boolean): Person
  readonly held: { tokens: TokenResponse; client: TestClient; signedOut: boolean }[]
  readonly refused: (Refused & { readonly proving: boolean })[]
}

const who = fc.constantFrom<Who>('attacker', 'victim')
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      who,
      does: fc.constant('signs in' as const),
      at: fc.constantFrom<Where>('google', 'corporate'),
      with: fc.constantFrom<TestClient>(PUBLIC, CONFIDENTIAL),
      proving: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ who, does: fc.constant('refreshes' as const) }) },
  { weight: 1, arbitrary: fc.record({ who, does: fc.constant('signs out' as const) }) },
)
/** The steps of one wave are taken in the same moment; the waves one after another. */
const waves = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 })

let corporate: DevelopmentProvider
beforeAll(async () => {
  corporate = await startDevelopmentProvider()
})
afterAll(() => corporate.close())

const handOf = (victimsEmail: string, provenEmail: string): Hand => {
  const person = somePerson()
  return {
    personWhen: (proving) => ({
      ...person,
      email: proving ? provenEmail : victimsEmail,
      emailVerified: proving,
    }),
    held: [],
    refused: [],
  }
}

const take = async (house: TestLatchkey, hand: Hand, taken: Step): Promise<void> => {
  if (taken.does === 'signs in') {
    const provider = taken.at === 'google' ? house.provider : corporate
    const idToken = await provider.issueIdToken({ person: hand.personWhen(taken.proving) })
    const tokens = await house.exchange(idToken, taken.with)
    if (isRefused(tokens)) hand.refused.push({ ...tokens, proving: taken.proving })
    else hand.held.push({ tokens, client: taken.with, signedOut: false })
    return
  }
  const last = hand.held.at(-1)
  if (last === undefined) return
  if (taken.does === 'signs out') {
    last.signedOut = true
    await house.post(paths.revoke, { token: last.tokens.refresh_token }, last.client)
    return
  }
  const tokens = await house.refresh(last.tokens.refresh_token, last.client)
  if (!isRefused(tokens)) hand.held.push({ ...last, tokens })
}

const usersOf = (hand: Hand): ReadonlySet<string> => new Set(hand.held.map(({ tokens }) => tokens.user.sub))

/** Of a session that has ended an API hears nothing more. */
const refusedForGood = (error: unknown): undefined => {
  expect(error).toHaveProperty('code', 'token_session_ended')
}

/** Whom what somebody holds names: to an API behind a guard, and to whoever asks us. */
const namedBy = async (house: TestLatchkey, tokens: TokenResponse): Promise<readonly unknown[]> => {
  const atGuard = await house.latchkey.guard.verify(tokens.access_token).catch(refusedForGood)
  const answers = await Promise.all([
    house.introspect(tokens.access_token),
    house.introspect(tokens.refresh_token),
  ])
  return [
    tokens.user.sub,
    ...(atGuard === undefined ? [] : [atGuard.userId]),
    ...answers.flatMap((answer) => (answer.active ? [answer.sub] : [])),
  ]
}

const expectNobodyOf = async (house: TestLatchkey, attacker: Hand, victims: ReadonlySet<string>) => {
  const expectOthers = (named: readonly unknown[]) => {
    for (const user of named) expect([...victims]).not.toContain(user)
  }
  for (const { tokens } of attacker.held) expectOthers(await namedBy(house, tokens))
  // Only now: a refresh token that is used again ends its session.
  for (const { tokens, client } of attacker.held) {
    const renewed = await house.refresh(tokens.refresh_token, client)
    if (!isRefused(renewed)) expectOthers(await namedBy(house, renewed))
  }
  for (const provider of [house.provider, corporate]) {
    for (const proving of [false, true]) {
      const idToken = await provider.issueIdToken({ person: attacker.personWhen(proving) })
      const again = await house.exchange(idToken)
      if (isRefused(again)) expect(again).toMatchObject({ status: 400, reason: 'address_unproven' })
      else expectOthers(await namedBy(house, again))
    }
  }
}

/** A session lasts until whoever holds it leaves: what another party does or proves ends nothing. */
const expectLasting = async (house: TestLatchkey, hand: Hand) => {
  const left = new Set(hand.held.filter((one) => one.signedOut).map((one) => one.tokens.session_id))
  for (const { tokens } of hand.held) {
    const active = !left.has(tokens.session_id)
    expect(await house.introspect(tokens.access_token)).toMatchObject({ active })
  }
}

describe.each(databaseKinds)('for every interleaving of sign-ins on $name', (kind) => {
  test('nothing an attacker holds or can get names a user of the victim, who can always sign in', async () => {
    await using database = await kind.create()
    await using house = await startTestLatchkey({
      database,
      otherProviders: [
        oidc({ id: 'corporate', issuer: corporate.issuer, clientIds: ['latchkey-development'] }),
      ],
    })
    let run = 0
    const property = fc.asyncProperty(waves, async (steps) => {
      run += 1
      const email = `victim-${run}@example.com`
      const attacker = handOf(email, `attacker-${run}@example.com`)
      const victim = handOf(email, email)
      for (const wave of steps)
        await Promise.all(wave.map((taken) => take(house, taken.who === 'victim' ? victim : attacker, taken)))

      // Nobody was refused but for an address that another user had proved, and never who proved theirs.
      const victimProved = steps
        .flat()
        .some((taken) => taken.who === 'victim' && taken.does === 'signs in' && taken.proving)
      const refusals = [...attacker.refused, ...victim.refused]
      for (const refusal of refusals)
        expect(refusal).toMatchObject({ reason: 'address_unproven', proving: false })
      if (!victimProved) expect(refusals).toEqual([])

      await take(house, victim, {
        who: 'victim',
        does: 'signs in',
        at: 'google',
        with: CONFIDENTIAL,
        proving: true,
      })
      expect(victim.refused.filter(({ proving }) => proving)).toEqual([])
      const holders = await runSql(database, `select id from users where email_key = '${email}'`)
      expect(holders).toHaveLength(1)
      for (const { id } of holders) expect([...usersOf(victim)]).toContain(id)
      await expectLasting(house, victim)
      await expectLasting(house, attacker)
      await expectNobodyOf(house, attacker, usersOf(victim))
    })
    await fc.assert(property, { numRuns: RUNS })
  })
})
