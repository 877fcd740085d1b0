import { escapeControls } from '../explain/escape-controls.js'

/** What a command has found or done. */
export interface Printed {
  /** For programs: the same as the admin API answers, where it answers that. */
  readonly document: unknown
  /** For people. */
  readonly lines: readonly string[]
}

/**
 * Writes to standard output: one JSON document where that was asked for, else lines. Names and the like were typed by strangers, so that nothing in
 * them moves a terminal.
 */
export const print = ({ json }: { readonly json?: boolean }, { document, lines }: Printed): void => {
  const texts = json === true ? JSON.stringify(document, null, 2).split('\n') : lines
  for (const text of texts) console.log(escapeControls(text))
}
