import { paths, type TokenResponse } from '@latchkey/contract'
import { oidc } from '@latchkey/server'
import { type DevelopmentProvider, type Person, startDevelopmentProvider } from '@latchkey/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds } from './fixtures/databases.js'
import { somePerson } from './fixtures/people.js'
import {
  CONFIDENTIAL,
  isRefused,
  PUBLIC,
  startTestLatchkey,
  type TestClient,
  type TestLatchkey,
} from './fixtures/test-latchkey.js'

const RUNS = 25

type Where = 'google' | 'corporate'
type Step =
  | {
      readonly who: 'attacker' | 'victim'
      readonly does: 'signs in'
      readonly at: Where
      readonly with: TestClient
    }
  | { readonly who: 'attacker' | 'victim'; readonly does: 'refreshes' | 'signs out' }

/** Everything one party was ever given, and with which client. */
interface Hand {
  readonly person: Person
  readonly held: { tokens: TokenResponse; client: TestClient; signedOut: boolean }[]
}

const who = fc.constantFrom('attacker' as const, 'victim' as const)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      who,
      does: fc.constant('signs in' as const),
      at: fc.constantFrom('google' as const, 'corporate' as const),
      with: fc.constantFrom<TestClient>(PUBLIC, CONFIDENTIAL),
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

const take = async (house: TestLatchkey, hand: Hand, taken: Step): Promise<void> => {
  if (taken.does === 'signs in') {
    const provider = taken.at === 'google' ? house.provider : corporate
    const tokens = await house.exchange(await provider.issueIdToken({ person: hand.person }), taken.with)
    if (!isRefused(tokens)) hand.held.push({ tokens, client: taken.with, signedOut: false })
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

const expectNothing = async (house: TestLatchkey, attacker: Hand): Promise<void> => {
  for (const { tokens, client } of attacker.held) {
    expect(await house.introspect(tokens.access_token)).toEqual({ active: false })
    expect(isRefused(await house.refresh(tokens.refresh_token, client))).toBe(true)
  }
  for (const provider of [house.provider, corporate]) {
    const again = await house.exchange(await provider.issueIdToken({ person: attacker.person }))
    expect(again).toMatchObject({ reason: 'address_unproven' })
  }
}

describe.each(databaseKinds)('for every interleaving of sign-ins on $name', (kind) => {
  test('the attacker holds nothing on an account whose mailbox the victim proved', async () => {
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
      const attacker: Hand = { person: somePerson({ email, emailVerified: false }), held: [] }
      const victim: Hand = { person: somePerson({ email }), held: [] }
      for (const wave of steps)
        await Promise.all(wave.map((taken) => take(house, taken.who === 'victim' ? victim : attacker, taken)))

      // Whatever came before, the victim can always sign in, and from then on the account is theirs alone.
      await take(house, victim, { who: 'victim', does: 'signs in', at: 'google', with: CONFIDENTIAL })
      const [newest] = victim.held.slice(-1)
      expect(newest?.tokens.user).toMatchObject({ email, email_verified: true })
      await expectNothing(house, attacker)

      // What the victim was given is theirs still, but for the sessions they left themselves.
      const left = new Set(victim.held.filter((one) => one.signedOut).map((one) => one.tokens.session_id))
      for (const { tokens } of victim.held) {
        const active = !left.has(tokens.session_id)
        expect(await house.introspect(tokens.access_token)).toMatchObject({ active })
        expect(tokens.user.sub).toBe(newest?.tokens.user.sub)
      }
    })
    await fc.assert(property, { numRuns: RUNS })
  })
})
