import { expect, test } from 'vitest'
import { type End, signIn, signOut, signOutEverywhere, suspend } from './fleet/person.js'
import { startFleet, untilLetIn, untilListening } from './fleet/start-fleet.js'

const GUARDS = 20
const ENDS: readonly End[] = [signOut, signOutEverywhere, suspend]
const ROUNDS = 10
/** Lists are fetched too rarely to tell of any of these ends: what is refused here was heard of by the stream. */
const LISTS_EVERY = 600_000
/** A bound, not a measure. */
const AT_MOST = 40_000

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

test('what ends at one of three servers is refused by twenty APIs elsewhere', async () => {
  await using fleet = await startFleet()
  const guards = await fleet.openGuards(GUARDS, { every: LISTS_EVERY })
  const kept = await signIn(fleet, fleet.at(0))
  const people = []
  for (let index = 0; index <= ENDS.length * ROUNDS; index += 1)
    people.push(await signIn(fleet, fleet.at(index)))
  const tokens = people.map(({ token }) => token)
  await untilLetIn(guards, [kept.token, ...tokens])
  await untilListening(fleet, guards)
  expect([...fleet.balancer.load().values()].filter((count) => count === 0)).toEqual([])

  const ages: number[] = []
  for (const [index, person] of people.entries()) {
    const end = ENDS[index % ENDS.length] ?? signOut
    const refusals = Promise.all(guards.map((guard) => guard.refusal(person.token)))
    await end(fleet, { server: fleet.at(Math.floor(index / ENDS.length)), person })
    const answeredAt = Date.now()
    const times = (await refusals).map((at) => Math.max(0, at - answeredAt))
    // The first end finds guards whose streams have only just begun.
    if (index > 0) ages.push(...times)
    expect(Math.max(...times)).toBeLessThan(AT_MOST)
  }
  for (const guard of guards) {
    expect(await guard.outcomes([kept.token])).toEqual(['accepted'])
    expect(new Set(await guard.outcomes(tokens))).toEqual(new Set(['token_session_ended']))
  }
  const sorted = ages.sort((one, other) => one - other)
  console.info(
    `${ENDS.length * ROUNDS} ends were refused by ${GUARDS} guards after p50 ${percentile(sorted, 0.5)} ms, ` +
      `p99 ${percentile(sorted, 0.99)} ms, at most ${sorted.at(-1)} ms`,
  )
}, 180_000)
