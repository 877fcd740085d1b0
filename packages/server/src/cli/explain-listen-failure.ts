import { CommandError } from './command-error.js'

/** Where something was to listen, and how another place is chosen. */
export interface WantedPlace {
  readonly port: number
  readonly host: string
  readonly how: { readonly port: string; readonly host?: string }
}

/** Why nothing can listen there, where an operator can mend it; undefined for anything else. */
export const explainListenFailure = (
  error: unknown,
  { port, host, how }: WantedPlace,
): CommandError | undefined => {
  switch (listenCodeOf(error)) {
    case 'EADDRINUSE':
      return new CommandError(`Port ${port} is taken by another program.`, `Choose another with ${how.port}.`)
    case 'EACCES':
      return new CommandError(
        `This user may not listen on port ${port}.`,
        `Choose one above 1023 with ${how.port}.`,
      )
    case 'ENOTFOUND':
    case 'EADDRNOTAVAIL':
      return new CommandError(
        `${host} is not an address of this machine.`,
        how.host === undefined ? 'Check how its name resolves.' : `Choose another with ${how.host}.`,
      )
    default:
      return undefined
  }
}

/** What the system said: of the error itself, or of the one it was made from. */
const listenCodeOf = (error: unknown): unknown => {
  if (!(error instanceof Error)) return undefined
  return 'code' in error ? error.code : listenCodeOf(error.cause)
}
