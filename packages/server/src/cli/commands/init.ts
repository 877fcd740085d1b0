import type { Command } from 'commander'
import { INIT_HELP } from '../init-options.js'

export const addInit = (program: Command): void => {
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
    .action(async (options) => (await import('../init.js')).init(options))
}
