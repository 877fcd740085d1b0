import { reasonRequest } from '@latchkey/contract'
import { UsageError } from './command-error.js'
import { openTerminal } from './open-terminal.js'

/** Why something is done, for the audit history: as typed, else as it is said in the terminal. @throws UsageError, Interrupted */
export const askForReason = async (typed: { readonly reason?: string }): Promise<string> => {
  const read = reasonRequest.safeParse({ reason: typed.reason ?? (await ask()) })
  if (read.success) return read.data.reason
  throw new UsageError('The audit history wants a reason.', 'Give --reason, of 500 characters at most.')
}

const ask = async (): Promise<string | undefined> => {
  const terminal = openTerminal()
  if (terminal === undefined) return undefined
  try {
    return await terminal.ask('Why, for the audit history? ')
  } finally {
    terminal.close()
  }
}
