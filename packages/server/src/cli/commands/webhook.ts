import { type Command, Option } from 'commander'
import { addCommand, gather } from './add-command.js'

const TEST_HELP =
  '\nExit status: 0 it arrived, 1 it did not, or could not be sent, 2 it was not understood, and nothing was done.'

export const addWebhooks = (program: Command): void => {
  const webhook = program.command('webhook').description('addresses of your own that are told what happens')
  addCommand(webhook, 'list', {
    description: 'show the webhooks, and whether events arrive there',
    json: 'them',
  }).action(async (options) => (await import('../webhooks.js')).showWebhooks(options))
  addCommand(webhook, 'create <url>', {
    description: 'have events sent to an address; the secret they are signed with is shown once',
    json: 'the webhook and its secret',
  })
    .option('--event <type>', 'an event to be told of, such as user.created; may be repeated', gather)
    .option('--description <text>', 'what it is for')
    .action(async (url, options) => (await import('../change-webhook.js')).addWebhook(url, options))
  addCommand(webhook, 'update <id>', {
    description: 'change where events are sent to and which, pause it, or enable it again',
    json: 'the webhook',
  })
    .option('--url <url>', 'another address')
    .option('--event <type>', 'all events it is told of from now on; may be repeated', gather)
    .option('--description <text>', 'what it is for')
    .addOption(
      new Option('--state <which>', 'enabled goes on where it stopped').choices(['enabled', 'paused']),
    )
    .action(async (id, options) => (await import('../change-webhook.js')).changeWebhook(id, options))
  addCommand(webhook, 'rotate <id>', {
    description: 'give a webhook another secret, which is shown once',
    json: 'the webhook and its secret',
  })
    .option('--former-for <seconds>', 'how long the secret of now signs too', '86400')
    .option('--reason <text>', 'why, for the audit history')
    .option('-y, --yes', 'do not ask, where the secret of now stops signing at once')
    .action(async (id, options) => (await import('../change-webhook.js')).rotateSigningSecret(id, options))
  addCommand(webhook, 'test <id>', {
    description: 'send a webhook.test from this machine, once and now',
    json: 'what became of it',
    help: TEST_HELP,
  }).action(async (id, options) => (await import('../webhooks.js')).sendTest(id, options))
  addCommand(webhook, 'remove <id>', {
    description: 'remove a webhook; what waits is not sent',
    json: 'which one it was',
  })
    .option('--reason <text>', 'why, for the audit history')
    .option('-y, --yes', 'do not ask')
    .action(async (id, options) => (await import('../change-webhook.js')).dropWebhook(id, options))
  addCommand(webhook, 'deliveries <id>', {
    description: 'show what was sent and what waits, the youngest first',
    json: 'them',
  })
    .option('--state <which>', 'only waiting, delivered or failed')
    .option('--limit <number>', 'how many, 100 at most (default: 25)')
    .option('--cursor <text>', 'go on where another page ended')
    .action(async (id, options) => (await import('../webhooks.js')).showDeliveries(id, options))
  addCommand(webhook, 'resend <id> <delivery>', {
    description: 'have an event sent now, under the same id, whatever became of it',
    json: 'which one it is',
  }).action(async (id, delivery, options) =>
    (await import('../change-webhook.js')).sendDeliveryAgain(id, delivery, options),
  )
}
