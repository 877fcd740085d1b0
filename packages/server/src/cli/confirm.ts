import { escapeControls } from '../explain/escape-controls.js'
import { UsageError } from './command-error.js'
import { openTerminal } from './open-terminal.js'

/**
 * Asks before something that cannot be taken back, unless it was told not to.
 *
 * @param what a sentence that says what would happen
 * @throws UsageError where nobody is there to be asked, CommandError when they do not say yes, Interrupted
 */
export const confirm = async (what: string, { yes }: { readonly yes?: boolean }): Promise<void> => {
  if (yes === true) return
  const terminal = openTerminal()
  if (terminal === undefined)
    throw new UsageError(`${what} There is no terminal to ask in.`, 'Give --yes if that is what you want.')
  try {
    const said = await terminal.ask(escapeControls(`${what} Go on? [no] `))
    if (!/^y(es)?$/i.test(said.trim())) throw new UsageError('Nothing was changed.', 'Answer yes to go on.')
  } finally {
    terminal.close()
  }
}
