import { makeLogoutToken } from '../../forms/logout-token.js'
import { makeSecurityEventToken, type SecurityEventTokenMaker } from '../../forms/security-event-token.js'
import type { Client } from '../../model/client.js'
import { type EventDelivery, type EventStream, movedTo, withSettled } from '../../model/event-stream.js'
import { pauseAfterFailures } from '../../model/push-schedule.js'
import { HOUR, type Millis, SECOND } from '../../model/time.js'
import type { Clients } from '../../ports/clients.js'
import type { EventPusher, PushedToken } from '../../ports/event-pusher.js'
import type { DeadLetters, EventStreams } from '../../ports/event-streams.js'
import type { Log } from '../../ports/log.js'
import type { Secrets } from '../../ports/secrets.js'
import type { SecurityEvent, SecurityEvents } from '../../ports/security-events.js'
import { PUSH_AUTHORIZATION_PURPOSE } from './steps/choose-delivery.js'
import { type FindEventsDeps, findEvents } from './steps/find-events.js'
import { withDueLetters } from './steps/with-due-letters.js'

export interface PushEventsDeps extends SecurityEventTokenMaker, FindEventsDeps {
  readonly eventStreams: Pick<EventStreams, 'findAny' | 'replace' | 'exclusionsOf' | 'claimPushed'>
  readonly securityEvents: Pick<SecurityEvents, 'after' | 'newest'>
  readonly deadLetters: Pick<DeadLetters, 'note' | 'dueOf' | 'settle'>
  readonly pusher: EventPusher
  readonly clients: Clients
  readonly secrets: Pick<Secrets, 'open' | 'randomHex'>
  readonly log: Log
}

const MOST_EVENTS = 50
/** How long one goes on before others have their turn. */
const TURN: Millis = 5 * SECOND
/** Far longer than a turn and the one push that may be under way at its end. After it another process may take the stream. */
const LEASE: Millis = 30 * SECOND
/** When to look again at a stream that has nothing to send, and is not at the end either: it is paused. */
const LOOK_AGAIN: Millis = 5 * SECOND
const MOST_ATTEMPTS = 8
/** Back-Channel Logout 1.0 §2.8 has 400 say both that the token is wrong and that signing out failed this time: so it is sent a few times more. */
const REFUSALS_OF_A_LOGOUT = 5

/**
 * Pushes what lies before the streams that are pushed, each in order and by one process at a time. An event goes out at least once: a process
 * that dies between a push and noting it has it pushed again, under the same `jti`.
 *
 * @param most how many streams are taken up
 * @returns what resolves when the turn of a stream is over, for each that was taken up; none of them fails
 */
export const pushEvents = async (deps: PushEventsDeps, most: number): Promise<readonly Promise<void>[]> => {
  const now = deps.clock.now()
  const newest = await deps.securityEvents.newest()
  const streams = await deps.eventStreams.claimPushed(most, newest, now, now + LEASE)
  return streams.map((stream) => takeTurn(deps, stream))
}

const takeTurn = async (deps: PushEventsDeps, stream: EventStream): Promise<void> => {
  try {
    await write(deps, stream, await work(deps, stream))
  } catch (error) {
    // A fault of ours, or of the database: the lease ends, and somebody tries again.
    deps.log.error('a stream of security events could not be worked on', { stream: stream.id }, error)
  }
}

/** What came of a turn. */
interface Turn {
  /** Positions of what arrived, or never will. */
  readonly settled: readonly number[]
  /** Why it ended early. */
  readonly failure?: string
  readonly nextAttemptAt: Millis
}

const work = async (deps: PushEventsDeps, stream: EventStream): Promise<Turn> => {
  const startedAt = deps.clock.now()
  const client = await deps.clients.find(stream.clientId)
  const obstacle = obstacleFor(stream, client)
  if (obstacle !== undefined) return { settled: [], failure: obstacle, nextAttemptAt: startedAt + HOUR }

  const found = await findEvents(deps, stream, MOST_EVENTS)
  const { events } = await withDueLetters(deps, stream, found, MOST_EVENTS)
  const settled: number[] = []
  for (const event of events) {
    if (deps.clock.now() - startedAt >= TURN) break
    const failure = await pushOne(deps, stream, event)
    if (failure !== undefined) return { settled, failure, nextAttemptAt: afterFailure(deps, stream) }
    settled.push(event.position)
  }
  const now = deps.clock.now()
  const isIdle = events.length === 0 && found.settledTo === stream.position
  return { settled, nextAttemptAt: isIdle ? now + LOOK_AGAIN : now }
}

const obstacleFor = ({ delivery }: EventStream, client: Client | undefined): string | undefined => {
  if (delivery.kind !== 'logout')
    return client === undefined || client.machineScopes.length === 0
      ? 'its client may hold no streams'
      : undefined
  return client?.backChannelLogoutUri === null || client === undefined
    ? 'its client wants no logout tokens'
    : undefined
}

/** @returns why it did not arrive, and must be tried again before anything else */
const pushOne = async (
  deps: PushEventsDeps,
  stream: EventStream,
  event: SecurityEvent,
): Promise<string | undefined> => {
  const { delivery, id: streamId } = stream
  if (delivery.kind === 'poll') return 'it is not pushed'
  const { jti, pushed } = makePush(deps, stream, delivery, event)
  const sent = await deps.pusher.push(delivery.endpoint, pushed)
  switch (sent.outcome) {
    case 'delivered':
      if (event.position <= stream.position) await deps.deadLetters.settle(streamId, event.position)
      return undefined
    case 'refused':
      if (delivery.kind === 'logout' && stream.attempts < REFUSALS_OF_A_LOGOUT) return sent.detail
      deps.log.warn('a receiver refused a security event', { stream: streamId, jti, error: sent.detail })
      await deps.deadLetters.note({
        streamId,
        event,
        error: sent.detail,
        notedAt: deps.clock.now(),
        isDue: false,
      })
      return undefined
    case 'unavailable':
      return sent.detail
  }
}

const makePush = (
  deps: PushEventsDeps,
  stream: EventStream,
  delivery: Exclude<EventDelivery, { kind: 'poll' }>,
  event: SecurityEvent,
): { readonly jti: string; readonly pushed: PushedToken } => {
  if (delivery.kind === 'logout') {
    const { id: jti, text: token } = makeLogoutToken(deps, stream, event)
    return { jti, pushed: { kind: 'logout', token } }
  }
  const { id: jti, text: token } = makeSecurityEventToken(deps, stream, event)
  const authorization =
    delivery.sealedAuthorization === null
      ? undefined
      : deps.secrets.open(PUSH_AUTHORIZATION_PURPOSE, delivery.sealedAuthorization)
  return { jti, pushed: { kind: 'event', token, authorization } }
}

const afterFailure = ({ clock, secrets }: PushEventsDeps, { attempts }: EventStream): Millis => {
  const chance = Number.parseInt(secrets.randomHex(2), 16) / 0xff_ff
  return clock.now() + pauseAfterFailures(attempts + 1, chance)
}

/** Notes where the stream stands now. Its receiver may have changed it meanwhile, or have had it deleted. */
const write = async (deps: PushEventsDeps, taken: EventStream, turn: Turn): Promise<void> => {
  const { failure, nextAttemptAt } = turn
  const attempts = failure === undefined ? 0 : taken.attempts + 1
  if (failure !== undefined)
    deps.log.warn('security events cannot be pushed, trying again later', {
      stream: taken.id,
      attempts,
      detail: failure,
    })
  const { settledTo } = await findEvents(deps, withSettled(taken, turn.settled), 0)
  let stream: EventStream | undefined = taken
  for (let attempt = 0; attempt < MOST_ATTEMPTS && stream !== undefined; attempt += 1) {
    const moved = movedTo(withSettled(stream, turn.settled), settledTo)
    // What the turn found may not hold for what was changed: it is looked at again at once.
    const at = attempt === 0 ? nextAttemptAt : deps.clock.now()
    const next: EventStream = { ...moved, attempts, nextAttemptAt: at, lastError: failure ?? null }
    if ((await deps.eventStreams.replace(next)) === 'replaced') return
    stream = await deps.eventStreams.findAny(taken.id)
  }
}
