import fc from 'fast-check'
import { expect, test } from 'vitest'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { startSocialDoor } from '../packages/server/test/fixtures/test-social.js'
import { takeStep } from './fixtures/take-step.js'
import { startTruthTeller } from './fixtures/truth-teller.js'
import { acts, type Faults, meet, orders, plainOrders, type Step } from './fixtures/two-people.js'
import { expectEverybodyAtHome, expectNobodyElse } from './fixtures/who-is-inside.js'

// Two people who each want the other's account do whatever there is to do, in whatever order and at the same moment. Nobody is
// ever in an account whose mailbox another has proved; no mailbox and no identity is two users'; whoever has an account keeps a
// way in; what was ended does nothing; and nothing is ever a fault of ours.
//
// A failure names its seed and path. LATCHKEY_INTERLEAVINGS_SEED and …_PATH bring it back, as far as what is done in one moment
// can be brought back; LATCHKEY_INTERLEAVINGS asks for more orders than the suite has time for, …_SHOW for how often each act
// succeeded.

const MINUTE = 60_000
const { env } = process
const RUNS = Number(env['LATCHKEY_INTERLEAVINGS'] ?? 45)
const asked = {
  numRuns: RUNS,
  examples: plainOrders.map((order): [Step[][]] => [order]),
  ...(env['LATCHKEY_INTERLEAVINGS_SEED'] && { seed: Number(env['LATCHKEY_INTERLEAVINGS_SEED']) }),
  ...(env['LATCHKEY_INTERLEAVINGS_PATH'] && { path: env['LATCHKEY_INTERLEAVINGS_PATH'] }),
}

/** Each act has to succeed at times, or the orders prove nothing of it. */
const counted = new Map(acts.map((act) => [act, { tried: 0, done: 0 }]))
const count = ({ does }: Step, isDone: boolean): void => {
  const counts = counted.get(does)
  if (counts === undefined) return
  counts.tried += 1
  counts.done += isDone ? 1 : 0
}

test.each(databaseKinds)(
  'whatever two people do, neither is ever in the account of the other, on $name',
  async (kind) => {
    await using database = await kind.create()
    await using truth = await startTruthTeller()
    await using door = await startSocialDoor({ database, options: { providers: truth.providers } })
    for (const counts of counted.values()) Object.assign(counts, { tried: 0, done: 0 })
    const property = fc.asyncProperty(orders, async (order) => {
      await runSql(database, 'delete from users')
      const faults: Faults = []
      const parties = meet(door, faults)
      const scene = { door, database, parties }
      for (const wave of order) {
        await Promise.all([parties.ada.browser.readState(), parties.eve.browser.readState()])
        const done = await Promise.all(wave.map((step) => takeStep(scene, step)))
        for (const [index, step] of wave.entries()) count(step, done[index] === true)
        expect(faults).toEqual([])
        await expectNobodyElse(scene)
        door.clock.advance(MINUTE)
      }
      await expectEverybodyAtHome(scene)
      expect(faults).toEqual([])
    })
    await fc.assert(property, asked)
    if (env['LATCHKEY_INTERLEAVINGS_SHOW']) console.table(Object.fromEntries(counted))
    if ('path' in asked) return
    for (const [act, { done }] of counted) expect(done, `somebody ${act}, and succeeds`).toBeGreaterThan(0)
  },
  120_000 + RUNS * 2_000,
)
