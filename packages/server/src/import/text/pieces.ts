/** A piece of a text: a line, a record, an element. */
export type Piece<Content> =
  | { readonly where: string; readonly content: Content }
  | { readonly where: string; readonly problem: string }

/** Nobody is described by more. What is longer is skipped, not kept. */
export const MOST_CHARACTERS = 1024 * 1024

/** Stands where bytes were no UTF-8. */
const BROKEN = '\u{fffd}'

export const TOO_LONG = `it is longer than ${MOST_CHARACTERS / 1024 / 1024} MiB`

/** What is wrong with the letters of a piece; undefined when nothing is. */
export const findBrokenLetters = (text: string): string | undefined =>
  text.includes(BROKEN) ? 'it has bytes that are no UTF-8' : undefined
