import { exportUser } from '../flows/admin/export-user.js'
import { exportUsers } from '../flows/admin/export-users.js'
import { askForReason } from './ask-for-reason.js'
import { CommandError } from './command-error.js'
import { operatingCommand } from './operating-command.js'
import { operatingDeps } from './operating-deps.js'
import { print } from './print.js'
import { findUser } from './user/find-user.js'
import { withStorage } from './with-storage.js'
import { writeLine } from './write-line.js'

interface Typed {
  readonly config?: string
  readonly reason?: string
}

/** `latchkey export user`: everything that is kept about a person, but for secrets. */
export const exportOne = (who: string, typed: Typed): Promise<void> =>
  withStorage(typed.config, async (given) => {
    const deps = operatingDeps(given)
    const { id } = await findUser(deps, who)
    const reason = await askForReason(typed)
    const document = await exportUser(deps, operatingCommand(), { id, reason })
    print({ json: true }, { document, lines: [] })
  })

/** `latchkey export users`: everybody, a line of JSON each. */
export const exportEverybody = (typed: Typed & { readonly hashes?: boolean }): Promise<void> =>
  withStorage(typed.config, async (given) => {
    const reason = await askForReason(typed)
    const wish = { reason, withHashes: typed.hashes === true }
    for await (const person of exportUsers(operatingDeps(given), operatingCommand(), wish))
      if ((await writeLine(JSON.stringify(person))) === 'closed')
        throw new CommandError(
          'Whoever reads this has stopped.',
          'Write into a file: latchkey export users > people.ndjson',
        )
  })
