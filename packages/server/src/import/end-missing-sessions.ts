import type { FormerForm } from '../ports/imports.js'
import type { ImportRun } from './import-run.js'
import { sessionHash } from './make-session.js'
import type { Found } from './source.js'

const PAGE = 500

/** Remembers which sessions the source still has, whoever they belong to and whatever becomes of them here. */
export const meetSessions = ({ deps, elections }: ImportRun, batch: readonly Found[]): void => {
  for (const found of batch) {
    if (found.type === 'session') elections.markSession(sessionHash(deps.secrets, found.session))
    if (found.type !== 'user') continue
    for (const session of found.user.sessions) elections.markSession(sessionHash(deps.secrets, session))
  }
}

/**
 * Ends the sessions that were imported from this source and that it no longer has: whoever held them signed out there.
 *
 * @param forms of which the source has shown all it has; of the others nobody knows
 */
export const endMissingSessions = async (run: ImportRun, forms: ReadonlySet<FormerForm>): Promise<void> => {
  let ended = 0
  let after = ''
  while (forms.size > 0) {
    const page = await endPage(run, forms, after)
    ended += page.ended
    if (page.last === undefined) break
    after = page.last
  }
  if (ended > 0) run.report.note('', { kind: 'session_ended_there' }, ended)
}

const endPage = (
  { deps, options, elections }: ImportRun,
  forms: ReadonlySet<FormerForm>,
  after: string,
): Promise<{ readonly ended: number; readonly last: string | undefined }> =>
  deps.imports.batch(!options.dryRun, async (transaction) => {
    const sessions = await transaction.listSessions(options.sourceName, { after, limit: PAGE })
    const missing = sessions
      .filter(({ form, opaqueHash }) => forms.has(form) && !elections.hasSession(opaqueHash))
      .map(({ opaqueHash }) => opaqueHash)
    await transaction.endSessions(missing, deps.clock.now())
    return { ended: missing.length, last: sessions.at(-1)?.opaqueHash }
  })
