import type { AccountUser, SessionState } from '@latchkey/contract'
import type { ClientState, EndReason } from '../client-state.js'
import type { TabNews } from '../page/tabs.js'
import type { EndNews } from './end-news.js'
import type { OwedSignOut } from './owed-sign-out.js'
import type { Retries } from './retries.js'
import type { StateCell } from './state-cell.js'

/** What keeping the session needs. */
export interface SessionParts<Profile> {
  readonly cell: StateCell<Profile>
  readonly owed: OwedSignOut
  readonly retries: Retries
  /** `GET /session`, never older than the call. */
  readonly read: () => Promise<SessionState<Profile>>
  /** `DELETE /session`. @param isMeantFor which session it may end */
  readonly endSession: (
    isMeantFor: (session: SessionState<Profile>) => boolean,
  ) => Promise<SessionState<Profile>>
  /** Tells the other tabs that the session is not what it was. */
  readonly announce: (news: TabNews) => void
}

/** A request that may change the session. */
export interface Change<Answer> {
  readonly send: () => Promise<Answer>
  /** Takes the answer over into the state. Not called once a newer change has begun: that one knows better. */
  readonly settle: (answer: Answer) => void
  /** What the other tabs are told. Default: that something changed. */
  readonly news?: (answer: Answer) => TabNews
}

/** Holds what the page knows about its session. The server's answers are the only source of "signed in". */
export interface SessionKeeper<Profile> {
  /** Asks the server. One question is under way at a time, and its answer is never older than the last change. */
  check(): Promise<ClientState<Profile>>
  /** Asks in the background; what waiting will not mend goes to the console. */
  glance(): void
  /** What is known may be outdated: asks again, in the background. */
  doubt(): void
  /** Another tab has changed something: asks again. Should the answer say that nobody is signed in, it is known why. */
  hear(news: TabNews): void
  /** The server has told that a session is over: nobody is signed in with it, whatever an answer says that was given before. */
  end(news: EndNews): void
  /** Nothing is known any more, for instance because the page comes out of the back/forward cache; asks again. */
  forget(): void
  /** Signed out at once; the server hears of it now or, if it cannot be reached, later. */
  signOut(): Promise<void>
  /** Changes are sent one after the other, in the order they were asked for. */
  change<Answer>(change: Change<Answer>): Promise<Answer>
  /** Takes over the state of the session. @param reason why it is over, should it be */
  take(answer: SessionState<Profile>, reason: EndReason): void
  /** Takes over what was read about the person, unless something has changed since `mark`. */
  takeUser(user: AccountUser<Profile>, mark: number): void
  /** Changes whenever an answer that was asked for earlier may be outdated. */
  mark(): number
}
