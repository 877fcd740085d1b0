import { AuthError } from '@latchkey/contract'
import { ConfigurationError } from '../configuration/configuration-error.js'
import { SchemaTooNewError } from '../storage/sql/migrate.js'
import { CommandError, UsageError } from './command-error.js'
import { commandLine } from './command-line.js'
import { explainRefusal } from './explain-refusal.js'
import { INTERRUPTED_STATUS, Interrupted } from './interrupted.js'

/** Reads the command line and does what it says. Exit status 1 when it could not, 2 when it was not understood. */
export const main = async (argv: readonly string[]): Promise<void> => {
  const program = commandLine()
  program.hook('preAction', async (_, running) => {
    if (running.name() !== 'init') (await import('./read-env-file.js')).readEnvFile(process.env)
  })
  try {
    await program.parseAsync(argv)
  } catch (thrown) {
    const error = thrown instanceof AuthError ? explainRefusal(thrown) : thrown
    tell(error)
    if (error instanceof UsageError) process.exitCode = 2
    if (error instanceof Interrupted) process.exitCode = INTERRUPTED_STATUS
    process.exitCode ||= 1
  }
}

const tell = (error: unknown): void => {
  if (error instanceof CommandError) console.error(`${error.message}\n${error.fix}`)
  else if (error instanceof ConfigurationError || error instanceof SchemaTooNewError)
    console.error(error.message)
  else if (error instanceof Interrupted) console.error('\nNothing was changed.')
  else console.error(error)
}
