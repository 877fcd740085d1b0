import { AuthError } from '@latchkey/contract'
import type { CommandError } from './command-error.js'

/** For what is not there: says `told` in place of the sentence for every kind of thing. Anything else goes on as it was thrown. */
export const whereUnknown =
  (told: CommandError) =>
  (thrown: unknown): never => {
    throw thrown instanceof AuthError && thrown.code === 'target_unknown' ? told : thrown
  }
