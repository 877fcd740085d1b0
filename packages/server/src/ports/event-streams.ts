import type { EventStream } from '../model/event-stream.js'
import type { StreamId } from '../model/ids.js'
import type { Millis } from '../model/time.js'
import type { SecurityEvent } from './security-events.js'

/** The streams receivers have made, and where each stands. */
export interface EventStreams {
  /** @param most how many a client may have */
  add(stream: EventStream, most: number): Promise<'added' | 'limit-reached'>
  /** A stream this client has made; those of others do not exist for it, nor do logout streams. */
  find(id: StreamId, clientId: string): Promise<EventStream | undefined>
  /** Any stream, by whoever works on it. */
  findAny(id: StreamId): Promise<EventStream | undefined>
  listOf(clientId: string): Promise<readonly EventStream[]>
  /** Writes a stream as it should be now, unless somebody has changed it since it was read. */
  replace(stream: EventStream): Promise<'replaced' | 'changed'>
  remove(id: StreamId, clientId: string): Promise<'removed' | 'unknown'>
  /** @param subject a `usr_…` or `ses_…` of whom the stream is to say nothing */
  exclude(id: StreamId, subject: string, most: number): Promise<'excluded' | 'limit-reached'>
  include(id: StreamId, subject: string): Promise<void>
  exclusionsOf(id: StreamId): Promise<ReadonlySet<string>>
  /** Takes streams that are pushed, have something before them or to be sent again, and that nobody else has taken, until then. */
  claimPushed(limit: number, newest: number, now: Millis, until: Millis): Promise<readonly EventStream[]>
}

/** The streams of clients that are told of ends; one each. */
export interface LogoutStreams {
  /** The one of a client: the given one, or the one there is, to the given address. */
  keep(stream: EventStream): Promise<void>
  end(clientId: string): Promise<void>
  /** Ends those of clients that are not among `wanted`: who is `configured` is wanted by that alone, and anybody else by what is stored. */
  endUnwanted(clients: {
    readonly wanted: readonly string[]
    readonly configured: readonly string[]
  }): Promise<void>
}

/** An event that a receiver refused. */
export interface DeadLetter {
  readonly streamId: StreamId
  readonly event: SecurityEvent
  readonly error: string
  readonly notedAt: Millis
  /** Whether it is to be sent once more. */
  readonly isDue: boolean
}

/** What receivers refused, kept for operators to look at. */
export interface DeadLetters {
  note(letter: DeadLetter): Promise<void>
  /** Those that are to be sent once more. */
  dueOf(id: StreamId): Promise<readonly DeadLetter[]>
  /** It arrived after all. */
  settle(id: StreamId, position: number): Promise<void>
  list(limit: number): Promise<readonly DeadLetter[]>
  /** Makes all of a stream due. @returns how many there are */
  retry(id: StreamId): Promise<number>
}
