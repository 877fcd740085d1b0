import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { commandLine } from './command-line.js'

const PAGE = fileURLToPath(new URL('../../../../docs/commands.md', import.meta.url))
/** As wide as help is where nothing says how wide a terminal is. */
const WIDTH = 80

const INTRODUCTION = `# Commands

What \`latchkey --help\` says, and \`--help\` of every command. This page is written by \`npm run generate\`, and a test holds it to what the command says.

Every command reads \`.env\` of its folder and \`latchkey.config.ts\` there ([configuration.md](configuration.md)). What it was asked for goes to standard output, everything else to standard error. With \`--json\`
standard output is one JSON document, of the same shape as what the [admin API](admin-api.md) answers. What is done at the command line is in the audit history, under the name of the account on that machine:
whoever holds the server's configuration and its database may do everything.

Exit status: 0 it is done, 1 it could not be done, 2 it was not understood and nothing was done, 130 it was interrupted. Some look at something and say with it what they saw: their help tells.
`

const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`

const helpOf = (command: Command): string => {
  let text = ''
  command.configureOutput({
    writeOut: (part) => {
      text += part
    },
    getOutHelpWidth: () => WIDTH,
  })
  command.outputHelp()
  return text.trim()
}

const sectionsOf = (command: Command): readonly string[] => [
  `${'#'.repeat(command.commands.length > 0 || command.parent?.parent === null ? 2 : 3)} ${pathOf(command)}\n\n\`\`\`\n${helpOf(command)}\n\`\`\`\n`,
  ...command.commands.flatMap(sectionsOf),
]

test('docs/commands.md is what --help says: npm run generate writes it', async () => {
  await expect([INTRODUCTION, ...sectionsOf(commandLine())].join('\n')).toMatchFileSnapshot(PAGE)
})

test('every command says what its exit status means, and prints JSON unless it serves', () => {
  const leaves = (command: Command): readonly Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
  for (const command of leaves(commandLine())) {
    expect(helpOf(command), pathOf(command)).toContain('Exit status: 0 ')
    if (!['start', 'dev'].includes(command.name()))
      expect(helpOf(command), pathOf(command)).toContain('--json')
  }
})
