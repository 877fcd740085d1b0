import type { Command } from 'commander'
import { addCommand, gather } from './add-command.js'

export const addUsers = (program: Command): void => {
  const user = program.command('user').description('people')
  addCreate(user)
  addLists(user)
  addActs(user)
}

const addCreate = (user: Command): void => {
  addCommand(user, 'create', {
    description: 'make an account; asks for what is missing',
    json: 'the person',
    help: CREATE_HELP,
  })
    .option('--email <address>', 'their address')
    .option('--name <name>', 'what they are called')
    .option('--password-stdin', 'read the password from standard input')
    .option('--invite', 'send a message with a link to choose a password, which proves the address')
    .option('--role <name>', 'a role they have; may be repeated', gather)
    .option('--admin', 'make them an operator: the role latchkey.operator')
    .option('--language <code>', 'of the message: en, de or fr (default: en)')
    .action(async (options) => (await import('../user/create-person.js')).createPerson(options))
}

const CREATE_HELP = `
A password is typed twice and not shown, and never an argument: others on the machine see those. Whoever gives
one here vouches for the address.

Exit status: 0 it is done, 1 it could not be done, 2 it was not understood, and nothing was done.

Examples:
  latchkey user create --admin
  latchkey user create --email ada@example.com --invite --role editor`

const addFilters = (command: Command): Command =>
  command
    .option('--status <name>', 'active, suspended or unconfirmed')
    .option('--role <name>', 'who has this role')
    .option('--provider <id>', 'who can sign in with this provider')
    .option('--limit <number>', 'how many, 100 at most (default: 25)')
    .option('--cursor <text>', 'go on where another page ended')

const addLists = (user: Command): void => {
  addFilters(
    addCommand(user, 'list', { description: 'show people, the youngest first', json: 'them' }),
  ).action(async (options) => (await import('../user/list-people.js')).listPeople(undefined, options))
  addFilters(
    addCommand(user, 'find <text>', {
      description: 'look for people by beginnings of words of name and address, or by a whole id',
      json: 'them',
    }),
  ).action(async (text, options) => (await import('../user/list-people.js')).listPeople(text, options))
  addCommand(user, 'show <who>', {
    description: 'show what is known of a person (an address or an id): identities, sessions, API keys',
    json: 'it',
  }).action(async (who, options) => (await import('../user/list-people.js')).showPerson(who, options))
}

const addActs = (user: Command): void => {
  const add = (name: string, description: string, json = 'the person'): Command =>
    addCommand(user, `${name} <who>`, { description, json }).option(
      '--reason <text>',
      'why, for the audit history',
    )
  const YES = ['-y, --yes', 'do not ask'] as const
  addCommand(user, 'update <who>', {
    description: 'change what is kept about a person (an address or an id)',
    json: 'the person',
  })
    .option('--name <name>', 'what they are called')
    .option('--no-name', 'no name any more')
    .option('--picture <url>', 'where their picture is, by https')
    .option('--no-picture', 'no picture any more')
    .option('--profile <json>', 'fields of your own schema that change; null takes one away')
    .action(async (who, options) => (await import('../user/update-person.js')).updatePerson(who, options))
  add('roles', 'show the roles of a person, or change them')
    .option('--add <role>', 'give it; may be repeated', gather)
    .option('--remove <role>', 'take it away; may be repeated', gather)
    .action(async (who, options) => (await import('../user/change-person.js')).rolesOfPerson(who, options))
  add('suspend', 'let a person in no more; ends every session and API key').action(async (who, options) =>
    (await import('../user/change-person.js')).suspendPerson(who, options),
  )
  add('restore', 'let a person in again who was suspended').action(async (who, options) =>
    (await import('../user/change-person.js')).restorePerson(who, options),
  )
  add('confirm', 'vouch for the address of a person')
    .option('--undo', 'take that back')
    .action(async (who, options) => (await import('../user/change-person.js')).confirmPerson(who, options))
  add(
    'reset-password',
    'take a password away that others may know, and have its owner choose another',
    'how many sessions ended',
  )
    .option('--language <code>', 'of the message: en, de or fr (default: en)')
    .option(...YES)
    .action(async (who, options) => (await import('../user/change-person.js')).resetPasswordOf(who, options))
  add('end-sessions', 'sign a person out everywhere; API keys go on', 'how many sessions ended').action(
    async (who, options) => (await import('../user/change-person.js')).endSessionsOf(who, options),
  )
  add('delete', 'delete an account and everything kept about the person', 'which one it was')
    .option(...YES)
    .action(async (who, options) => (await import('../user/change-person.js')).deletePerson(who, options))
}
