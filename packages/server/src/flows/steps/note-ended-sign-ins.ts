import { DAY, type Millis } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { EndedOrigins } from '../../ports/ended-origins.js'
import type { Secrets } from '../../ports/secrets.js'
import type { EndedSignIn } from '../../sign-in/social/logout-token.js'
import { endedKeys } from './origin-keys.js'

export interface NoteEndedSignInsDeps {
  readonly endedOrigins: Pick<EndedOrigins, 'note'>
  readonly secrets: Secrets
  readonly clock: Clock
}

/** How long what proved a sign-in before its end may be on its way here. Providers give their ID tokens an hour, some a few. */
const KEEP: Millis = 1 * DAY

/**
 * Notes that sign-ins have ended at their provider. This must be written before the sessions to be ended are looked for: what is opened
 * afterwards finds the note, what was opened before is found.
 *
 * @param endedAt by the clock of the provider
 */
export const noteEndedSignIns = async (
  { endedOrigins, secrets, clock }: NoteEndedSignInsDeps,
  ended: readonly EndedSignIn[],
  endedAt: Millis,
): Promise<void> => {
  for (const signIn of ended) await endedOrigins.note(endedKeys(secrets, signIn), endedAt, clock.now() + KEEP)
}
