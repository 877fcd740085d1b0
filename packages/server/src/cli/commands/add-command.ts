import type { Command } from 'commander'

const EXIT_STATUS =
  '\nExit status: 0 it is done, 1 it could not be done, 2 it was not understood, and nothing was done.'

/** What a command is, beside its name. */
export interface AboutCommand {
  readonly description: string
  /** What `--json` prints; undefined for one that goes on until it is told to stop. */
  readonly json?: string
  /** What stands at the end of its help, in place of what the exit status means everywhere. */
  readonly help?: string
}

/** Adds a command with the options that all have. */
export const addCommand = (
  parent: Command,
  name: string,
  { description, json, help = EXIT_STATUS }: AboutCommand,
): Command => {
  const command = parent
    .command(name)
    .description(description)
    .option('-c, --config <file>', 'configuration file (default: latchkey.config.ts here)')
    .addHelpText('after', help)
  return json === undefined ? command : command.option('--json', `print ${json} as JSON`)
}

/** For options that may be repeated. */
export const gather = (one: string, before: readonly string[] = []): readonly string[] => [...before, one]
