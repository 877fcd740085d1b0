import { setTimeout as pause } from 'node:timers/promises'
import type { RevocationOptions } from '@latchkey/guard'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { STATUS_LIST_SIZE } from '../packages/server/src/model/status-index.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import type { GuardProcess } from './fleet/guard-process.js'
import { type Person, signIn, signOut, suspend } from './fleet/person.js'
import { type Fleet, startFleet, untilLetIn, untilListening } from './fleet/start-fleet.js'

const SECOND = 1_000
const GUARDS = 4
/** How old what these guards believe may be. */
const MAX_STALENESS = 5 * SECOND
/** A bound for what is to happen at once, on a machine that does other things as well. */
const AT_MOST = 40 * SECOND
const ENDED = 'token_session_ended'

let fleet: Fleet
let guards: readonly GuardProcess[]
beforeAll(async () => {
  fleet = await startFleet()
  guards = await fleet.openGuards(GUARDS)
  const { token } = await signIn(fleet, fleet.at(0))
  await untilLetIn(guards, [token])
  await untilListening(fleet, guards)
}, 120_000)
afterAll(() => fleet[Symbol.asyncDispose]())

const oneMore = async (revocation?: RevocationOptions): Promise<GuardProcess> => {
  const [guard] = await fleet.openGuards(1, revocation)
  if (guard === undefined) throw new Error('there is no guard')
  return guard
}

/** Somebody every guard has let in. */
const letIn = async (): Promise<Person> => {
  const person = await signIn(fleet, fleet.at(1))
  await untilLetIn(guards, [person.token])
  return person
}

const refusedByAll = async ({ token }: Person): Promise<void> => {
  const late = pause(AT_MOST, 'late', { ref: false })
  for (const guard of guards)
    expect(await Promise.race([guard.refusal(token).then(() => 'refused'), late])).toBe('refused')
}

interface WithStatus {
  readonly sid: string
  readonly status: { readonly status_list: { readonly uri: string } }
}

const sessionOf = ({ token }: Person): string => decodeJwt<WithStatus>(token).sid

const stillIn = ({ token }: Person): Promise<void> => untilLetIn(guards, [token])

test('connections that are cut again and again keep no end from anybody', async () => {
  const kept = await letIn()
  for (let round = 0; round < 3; round += 1) {
    const person = await letIn()
    fleet.balancer.cut()
    await signOut(fleet, { server: fleet.at(round), person })
    fleet.balancer.cut()
    await refusedByAll(person)
  }
  await stillIn(kept)
}, 120_000)

test('a server that is killed takes no guard and no event with it', async () => {
  const kept = await letIn()
  const [before, after] = [await letIn(), await letIn()]
  const dying = fleet.at(0)
  await signOut(fleet, { server: dying, person: before })
  await fleet.killServer(dying)
  await signOut(fleet, { server: fleet.at(0), person: after })
  await refusedByAll(before)
  await refusedByAll(after)
  await stillIn(kept)
  await fleet.addServer()
}, 120_000)

test('a guard that was killed accepts nothing of what ended before it came back', async () => {
  const [kept, heard, unheard] = [await letIn(), await letIn(), await letIn()]
  const lost = await oneMore()
  await untilLetIn([lost], [heard.token, unheard.token])
  await signOut(fleet, { server: fleet.at(0), person: heard })
  await lost.refusal(heard.token)
  await lost.kill()
  await signOut(fleet, { server: fleet.at(0), person: unheard })
  const back = await oneMore()
  const first = await back.outcomes([heard.token, unheard.token])
  expect(first).not.toContain('accepted')
  await untilLetIn([back], [kept.token])
  expect(await back.outcomes([heard.token, unheard.token])).toEqual([ENDED, ENDED])
  await back.stop()
}, 120_000)

test('a proxy that keeps answers back makes nobody believed for longer than what is known may be old', async () => {
  const strict = await oneMore({ maxStaleness: MAX_STALENESS })
  const [kept, person] = [await letIn(), await letIn()]
  await untilLetIn([strict], [kept.token, person.token])
  await untilListening(fleet, [strict])
  const release = fleet.balancer.hold()
  await signOut(fleet, { server: fleet.at(0), person })
  const endedAt = Date.now()
  const seen = new Set<string>()
  while (Date.now() - endedAt < 2 * MAX_STALENESS) {
    const askedAt = Date.now()
    // Who is not known to stand well waits for the list, which does not come either.
    const [outcome = ''] = await Promise.race([
      strict.outcomes([person.token]),
      pause(SECOND, ['no answer yet'], { ref: false }),
    ])
    seen.add(outcome)
    if (outcome === 'accepted') expect(askedAt - endedAt).toBeLessThan(MAX_STALENESS + SECOND)
    await pause(100)
  }
  release()
  expect(seen).toContain('accepted')
  await refusedByAll(person)
  await strict.refusal(person.token)
  await stillIn(kept)
  await strict.stop()
}, 120_000)

test('a guard whose clock jumps lets nobody in whose session has ended', async () => {
  const [kept, person] = [await letIn(), await letIn()]
  for (const jump of [90 * SECOND, -90 * SECOND, 0]) {
    for (const guard of guards) await guard.shift(jump)
    if (jump === -90 * SECOND) await signOut(fleet, { server: fleet.at(0), person })
    if (jump === 90 * SECOND) continue
    for (const guard of guards)
      await vi.waitFor(async () => {
        const [outcome] = await guard.outcomes([person.token])
        expect(outcome).not.toBe('accepted')
      }, AT_MOST)
  }
  await refusedByAll(person)
  await stillIn(kept)
}, 120_000)

test('sessions on both sides of where one status list ends are told apart', async () => {
  await runSql(fleet.database, `select setval('session_numbers', ${STATUS_LIST_SIZE - 3})`)
  const people = [await letIn(), await letIn(), await letIn(), await letIn()]
  const lists = people.map(({ token }) =>
    decodeJwt<WithStatus>(token).status.status_list.uri.split('/').at(-1),
  )
  expect(lists).toEqual(['0', '0', '1', '1'])
  const [kept, last, first, keptToo] = people
  for (const person of [last, first]) {
    if (person === undefined) continue
    await signOut(fleet, { server: fleet.at(0), person })
    await refusedByAll(person)
  }
  for (const person of [kept, keptToo]) if (person !== undefined) await stillIn(person)
}, 120_000)

test('ten thousand sessions that end at once are refused by a guard that slept meanwhile, and nobody else is', async () => {
  const [kept, person, next] = [await letIn(), await letIn(), await letIn()]
  await runSql(
    fleet.database,
    `insert into sessions (id, user_id, client_id, scope, audience, amr, authenticated_at, created_at, last_used_at,
        expires_at, generation, remembered)
      select 'ses_' || lpad(to_hex(series), 32, '0'), user_id, client_id, scope, audience, amr, authenticated_at,
        created_at, last_used_at, expires_at, generation, remembered
      from (select * from sessions where id = '${sessionOf(person)}') as pattern, generate_series(1, 10000) as series`,
  )
  const [sleeper] = guards
  sleeper?.fallAsleep()
  await suspend(fleet, { server: fleet.at(0), person })
  await signOut(fleet, { server: fleet.at(0), person: next })
  sleeper?.wakeUp()
  const wokenAt = Date.now()
  await refusedByAll(next)
  console.info(
    `what ended after ten thousand others was refused by all guards after ${Date.now() - wokenAt} ms`,
  )
  await refusedByAll(person)
  const [row] = await runSql(
    fleet.database,
    `select count(*) as count from security_events
      where type = 'session-revoked' and user_id = (select user_id from sessions where id = '${sessionOf(person)}')`,
  )
  expect(row?.['count']).toBe(10_001)
  await stillIn(kept)
}, 120_000)
