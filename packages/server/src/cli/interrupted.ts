/** Somebody broke off. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** As shells tell that a command was ended by SIGINT: 128 and its number. */
export const INTERRUPTED_STATUS = 130
