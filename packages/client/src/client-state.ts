import type {
  AccountUser,
  OwnSession,
  ProfileFields,
  SessionEndReason,
  SessionState,
} from '@latchkey/contract'

/**
 * Why a session is over. `signed_out`: somebody in this browser wanted it. `ended`: the server says that it is, and this page has not
 * heard why. Everything else is what the server has told.
 */
export type EndReason = SessionEndReason | 'ended'

/** Who this browser is signed in as, as far as the page knows. */
export type ClientState<Profile = ProfileFields> =
  /** Not asked yet, or never reached the server. */
  | { readonly status: 'unknown' }
  /** Without a reason: nobody was signed in here. */
  | { readonly status: 'signed_out'; readonly reason?: EndReason }
  | {
      readonly status: 'signed_in'
      readonly user: AccountUser<Profile>
      readonly session: OwnSession
      /** True when the last check could not reach the server, so that this is its last word, not its present one. */
      readonly stale?: boolean
    }

/** The server's answer → state. @param reason why the session is over, should the answer say that it is */
export const nextState = <Profile>(
  before: ClientState<Profile>,
  answer: SessionState<Profile>,
  reason: EndReason,
): ClientState<Profile> => {
  if (answer.status === 'signed_in') {
    return { status: 'signed_in', user: answer.user, session: answer.session }
  }
  if (before.status === 'signed_in') return { status: 'signed_out', reason }
  if (before.status === 'unknown') return { status: 'signed_out' }
  // It may have been seen that the session is over before it was heard who has ended it.
  return before.reason === 'ended' || reason === 'signed_out' ? { status: 'signed_out', reason } : before
}

/** The id of whoever the state shows, if it shows anybody. */
export const personIn = (state: ClientState<unknown> | SessionState<unknown>): string | undefined =>
  state.status === 'signed_in' ? state.user.id : undefined
