import type { Command } from 'commander'
import { addCommand, gather } from './add-command.js'

/** Commands that look at something and change nothing. */
export const addLooking = (program: Command): void => {
  addCommand(program, 'explain <token>', {
    description: 'say why a token, or the request of a trace id, is refused; - reads standard input',
    json: 'it',
    help: EXPLAIN_HELP,
  })
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
    .action(async (given, options) => (await import('../explain.js')).explain(given, options))

  addCommand(program, 'doctor', {
    description: 'look at a configuration, and at what is deployed, as a browser would',
    json: 'what it found',
    help: '\nExit status: 0 nothing is wrong, 1 something is, 2 nothing could be looked at.',
  })
    .option('--url <url>', 'the address of the deployed server')
    .option(
      '--app <url>',
      'an app whose pages call it; may be repeated (default: those of the configuration)',
      gather,
    )
    .option('--api <url>', 'a protected route of an API, read with GET')
    .option('--send-test-mail <address>', 'send one message there; otherwise none is sent')
    .action(async (options) => (await import('../doctor.js')).doctor(options))
}

const EXPLAIN_HELP = `
A token on the command line stays in the history of the shell. Better:
  pbpaste | latchkey explain -
Exit status: 0 all checks pass, 1 refused, 2 could not tell.`
