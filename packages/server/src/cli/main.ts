import { Command } from 'commander'
import { ConfigurationError } from '../configuration/configuration-error.js'
import { FORMATS } from '../import/formats.js'
import { SchemaTooNewError } from '../storage/sql/migrate.js'
import { CommandError } from './command-error.js'
import { INIT_HELP } from './init-options.js'

/** Reads the command line and does what it says. Exit status 1 when it could not, 2 when it was not understood. */
export const main = async (argv: readonly string[]): Promise<void> => {
  const program = new Command('latchkey')
  program
    .description('Signs people in, for both halves of a split stack.')
    .configureOutput({ outputError: (text, write) => write(text) })
  program.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  const command = (name: string, description: string, parent = program): Command =>
    parent
      .command(name)
      .description(description)
      .option('-c, --config <file>', 'configuration file (default: latchkey.config.ts here)')

  program.hook('preAction', async (_, running) => {
    if (running.name() !== 'init') (await import('./read-env-file.js')).readEnvFile(process.env)
  })

  program
    .command('init')
    .description('set up a configuration for your frontend and your API, asking what it cannot see')
    .option('--frontend <name>', 'next-auth, next-auth-v4, vue, react, pages, django or none')
    .option('--door <name>', 'with --frontend django: dj-rest-auth, drf-token or fastapi-tokens')
    .option('--api <name>', 'express, fastify, hono, koa, nest, next, django, fastapi or other')
    .option('--providers <names>', 'google, github, facebook, microsoft, with commas between; or none')
    .option('--pages <whose>', 'hosted: Latchkey shows them; own: your app does')
    .option('--database <kind>', 'sqlite or postgres')
    .option('--app <url>', 'where browsers reach your app while you develop')
    .option('--api-url <url>', 'where your API is, which is its name in tokens')
    .option('-y, --yes', 'ask nothing: take what would be offered')
    .option('--write', 'write the lines for frontend and API to new files there, instead of showing them')
    .option('--force', 'write latchkey.config.ts anew where there is one')
    .option('--json', 'print what was done as JSON')
    .addHelpText('after', INIT_HELP)
    .action(async (options) => (await import('./init.js')).init(options))

  command('start', 'serve until told to stop')
    .option('-p, --port <number>', 'port to listen on (LATCHKEY_PORT, PORT; default 4000)')
    .option('--host <name>', 'address to listen on (LATCHKEY_HOST; default localhost)')
    .action(async (options) => (await import('./start.js')).start(options))
  command('dev', 'serve beside twins of the providers and a mailbox, with nothing to configure')
    .option('-p, --port <number>', 'port to listen on (LATCHKEY_PORT, PORT; default 4000)')
    .option('--host <name>', 'address to listen on (LATCHKEY_HOST; default localhost)')
    .option('--provider-port <number>', 'port of the development providers (DEV_PROVIDER_PORT; default 4400)')
    .option('--mailbox-port <number>', 'port of the development mailbox (DEV_MAILBOX_PORT; default 4500)')
    .action(async (options) => (await import('./dev.js')).dev(options))
  command('migrate', 'bring the database schema up to date').action(async (options) =>
    (await import('./migrate.js')).migrate(options),
  )

  command(
    'explain <token>',
    'say why a token, or the request of a trace id, is refused; - reads standard input',
  )
    .option('--issuer <url>', 'the issuer the API trusts (default: that of the configuration)')
    .option(
      '--audience <names>',
      'the names of the API, separated by commas (default: those of the configuration)',
    )
    .option('--algorithms <names>', 'accepted signature algorithms, separated by commas')
    .option(
      '--preset <name>',
      'how the API trusts the issuer: latchkey, auth0, keycloak, okta or oidc (default: as it looks)',
    )
    .option('--scopes <names>', 'scopes the endpoint needs, separated by spaces')
    .option('--roles <names>', 'roles the endpoint needs, separated by spaces')
    .option('--permissions <names>', 'permissions the endpoint needs, separated by spaces')
    .option('--at <time>', 'judge as at this moment: RFC 3339, or seconds since 1970')
    .option('--log <file>', 'where to look for a trace id; may be repeated; - is standard input', gather)
    .option('--json', 'print as JSON')
    .addHelpText('after', EXPLAIN_HELP)
    .action(async (given, options) => (await import('./explain.js')).explain(given, options))

  command('doctor', 'look at a configuration, and at what is deployed, as a browser would')
    .option('--url <url>', 'the address of the deployed server')
    .option(
      '--app <url>',
      'an app whose pages call it; may be repeated (default: those of the configuration)',
      gather,
    )
    .option('--api <url>', 'a protected route of an API, read with GET')
    .option('--send-test-mail <address>', 'send one message there; otherwise none is sent')
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExit status: 0 nothing is wrong, 1 something is, 2 nothing could be looked at.')
    .action(async (options) => (await import('./doctor.js')).doctor(options))

  const keys = program.command('keys').description('signing keys')
  command('list', 'show the signing keys', keys).action(async (options) =>
    (await import('./keys.js')).listKeys(options),
  )
  command('rotate', 'publish the next signing key; it signs once every verifier has seen it', keys)
    .option('--now', 'sign with it at once: for a key that leaked')
    .action(async (options) => (await import('./keys.js')).rotateKeys(options))

  const client = program.command('client').description('applications of the OAuth door')
  command('add <id>', 'register a client; its secret is shown once', client)
    .option('--public', 'a client that cannot keep a secret')
    .option('--scope <scopes>', 'the scopes it may ask for, separated by spaces (default: all)')
    .action(async (id, options) => (await import('./clients.js')).addClient(id, options))
  command('list', 'show the clients', client).action(async (options) =>
    (await import('./clients.js')).listClients(options),
  )
  command('remove <id>', 'remove a client from the database', client).action(async (id, options) =>
    (await import('./clients.js')).removeClient(id, options),
  )

  command('import <format>', `move people over from another system: ${FORMATS.join(', ')}`)
    .requiredOption('--from <source>', 'a file, postgres://…, or - for standard input')
    .option('--dry-run', 'do everything, keep nothing, and print the report')
    .option('--report <file>', 'write every single case of the report there, a JSON object a line')
    .option('--json', 'print the report as JSON')
    .option('--source <name>', 'what this source is called when it is imported again (default: the format)')
    .option('--map <field=column>', 'which column a field is in; may be repeated', gather, [])
    .option('--table <name>', 'django: the table of the people, where it is not found by itself')
    .option('--addresses-were-confirmed', 'the old system let nobody in who had not confirmed the address')
    .option('--keep-provider-tokens', 'keep tokens of providers, sealed')
    .option(
      '--secret-key-file <file>',
      'django: the old SECRET_KEY, for live sessions (or DJANGO_SECRET_KEY)',
    )
    .option('--auth0-connection <prefix>', 'django: what stood before the | of names at Auth0, such as auth0')
    .option('--passwords <file>', 'auth0: the export of password hashes')
    .option('--write-apps <file>', 'django: write the credentials of applications at providers there')
    .action(async (format, options) => (await import('./import.js')).importPeople(format, options))

  const events = program.command('events').description('security events on their way to receivers')
  command('dead', 'show what receivers refused', events).action(async (options) =>
    (await import('./events.js')).listDeadLetters(options),
  )
  command('retry <stream>', 'send what the receiver of a stream refused once more', events).action(
    async (stream, options) => (await import('./events.js')).retryDeadLetters(stream, options),
  )

  const mail = program.command('mail').description('messages on their way')
  command('list', 'show the outbox: what waits, and what the mail server said', mail)
    .option('--failed', 'only messages that were given up')
    .option('--all', 'also messages that were sent')
    .action(async (options) => (await import('./mail.js')).listMail(options))
  command('retry <id>', 'try a message again now, given up or not', mail).action(async (id, options) =>
    (await import('./mail.js')).retryMail(id, options),
  )

  try {
    await program.parseAsync(argv)
  } catch (error) {
    tell(error)
    process.exitCode ||= 1
  }
}

const gather = (one: string, before: readonly string[] = []): readonly string[] => [...before, one]

const EXPLAIN_HELP = `
A token on the command line stays in the history of the shell. Better:
  pbpaste | latchkey explain -
Exit status: 0 all checks pass, 1 refused, 2 could not tell.`

const tell = (error: unknown): void => {
  if (error instanceof CommandError) console.error(`${error.message}\n${error.fix}`)
  else if (error instanceof ConfigurationError || error instanceof SchemaTooNewError)
    console.error(error.message)
  else console.error(error)
}
