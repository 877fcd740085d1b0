import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { GuardProcess } from './fleet/guard-process.js'
import { type Person, signIn, signOut, suspend } from './fleet/person.js'
import { type Fleet, startFleet, untilLetIn } from './fleet/start-fleet.js'

const SECOND = 1_000
const STEPS = 30
const GUARDS = 3
/** Below a minute: the stream is asked every second, and lists are not believed for longer than this. */
const MAX_STALENESS = 5 * SECOND
/** How far behind a server may be that was not the one to be asked to end it, on a machine that does other things as well. */
const LATENESS = 3 * SECOND

/** Numbers that look random, and are the same for the same seed. */
const randomFrom = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

interface Followed {
  readonly person: Person
  endedAt?: number
  /** By these guards, which may not let it in again. */
  readonly refusedBy: Set<GuardProcess>
}

const openGuard = async (fleet: Fleet): Promise<GuardProcess> => {
  const [guard] = await fleet.openGuards(1, { maxStaleness: MAX_STALENESS })
  if (guard === undefined) throw new Error('there is no guard')
  return guard
}

test.each([1, 2, 3])(
  'in whatever order sessions end and everything breaks, no guard lets anybody in past the bound (schedule %i)',
  async (seed) => {
    const random = randomFrom(seed * 7_919)
    await using fleet = await startFleet(2)
    const guards = await Promise.all(Array.from({ length: GUARDS }, () => openGuard(fleet)))
    const all: Followed[] = []
    const history: string[] = []
    const begun = Date.now()

    const enter = async (): Promise<void> => {
      all.push({ person: await signIn(fleet, fleet.at(random(2))), refusedBy: new Set() })
    }
    const end = (how: typeof signOut) => async (): Promise<void> => {
      const living = all.filter(({ endedAt }) => endedAt === undefined)
      const one = living[random(living.length)]
      if (one === undefined) return
      await how(fleet, { server: fleet.at(random(2)), person: one.person })
      one.endedAt = Date.now()
    }
    const steps: readonly { readonly name: string; readonly step: () => unknown }[] = [
      { name: 'sign-in', step: enter },
      { name: 'sign-out', step: end(signOut) },
      { name: 'sign-out', step: end(signOut) },
      { name: 'suspension', step: end(suspend) },
      { name: 'connections cut', step: () => fleet.balancer.cut() },
      {
        name: 'answers held back',
        step: () => {
          const release = fleet.balancer.hold()
          setTimeout(release, 300 + random(1_500))
        },
      },
      {
        name: 'server killed, another one there',
        step: async () => {
          await fleet.killServer(fleet.at(random(2)))
          await fleet.addServer()
        },
      },
      {
        name: 'guard killed, another one there',
        step: async () => {
          const [killed] = guards.splice(random(guards.length), 1)
          await killed?.kill()
          guards.push(await openGuard(fleet))
        },
      },
      { name: 'later', step: () => pause(random(2_000)) },
    ]

    const look = async (guard: GuardProcess): Promise<void> => {
      const asked = [...all]
      const endedBefore = asked.map(({ endedAt }) => endedAt)
      const askedAt = Date.now()
      const outcomes = await guard.outcomes(asked.map(({ person }) => person.token))
      for (const [index, one] of asked.entries()) {
        const outcome = outcomes[index]
        const endedAt = endedBefore[index]
        const where = `${outcome}, ended at ${endedAt === undefined ? 'no time' : endedAt - begun}\n${history.join('\n')}`
        if (outcome === 'token_session_ended') {
          expect(one.endedAt, where).toBeDefined()
          one.refusedBy.add(guard)
        }
        if (outcome !== 'accepted') continue
        expect(one.refusedBy.has(guard), where).toBe(false)
        if (endedAt !== undefined) expect(askedAt - endedAt, where).toBeLessThan(MAX_STALENESS + LATENESS)
      }
    }

    await enter()
    await enter()
    for (let turn = 0; turn < STEPS; turn += 1) {
      const chosen = steps[random(steps.length)]
      history.push(`${Date.now() - begun} ${chosen?.name}`)
      await chosen?.step()
      await Promise.all(guards.map(look))
    }
    await pause(MAX_STALENESS)
    const living = all.flatMap(({ person, endedAt }) => (endedAt === undefined ? [person.token] : []))
    await untilLetIn(guards, living)
    for (const guard of guards)
      for (const { person, endedAt } of all) if (endedAt !== undefined) await guard.refusal(person.token)
  },
  180_000,
)
