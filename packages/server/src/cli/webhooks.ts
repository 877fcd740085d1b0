import {
  type AdminDelivery,
  type AdminWebhook,
  adminDeliveryQuery,
  USUAL_ON_A_PAGE,
} from '@latchkey/contract'
import { listDeliveries } from '../flows/admin/list-deliveries.js'
import { listWebhooks } from '../flows/admin/list-webhooks.js'
import { tryWebhook } from '../flows/admin/try-webhook.js'
import { openWebhookSender } from '../outbound/webhook-sender.js'
import { CommandError } from './command-error.js'
import { operatingCommand } from './operating-command.js'
import { operatingDeps } from './operating-deps.js'
import { print } from './print.js'
import { readTyped } from './read-typed.js'
import { whereUnknown } from './where-unknown.js'
import { withStorage } from './with-storage.js'

/** What every command on webhooks takes. */
export interface TypedForWebhook {
  readonly config?: string
  readonly json?: boolean
}

/** For what names no webhook. */
export const noSuchWebhook = whereUnknown(
  new CommandError('There is no such webhook.', 'latchkey webhook list shows those there are.'),
)

/** `latchkey webhook list`. */
export const showWebhooks = (typed: TypedForWebhook): Promise<void> =>
  withStorage(typed.config, async (deps) => {
    const list = await listWebhooks(operatingDeps(deps), operatingCommand())
    const lines = list.items.map(lineOfWebhook)
    print(typed, { document: list, lines: lines.length === 0 ? ['There are no webhooks.'] : lines })
  })

/** `latchkey webhook test`: from this machine, whose way to the receiver need not be that of the server. */
export const sendTest = (id: string, typed: TypedForWebhook): Promise<void> =>
  withStorage(typed.config, async (deps) => {
    const webhookSender = openWebhookSender(deps.settings.eventPushes)
    try {
      const asked = { ...operatingDeps(deps), secrets: deps.openSecrets(), webhookSender }
      const result = await tryWebhook(asked, id).catch(noSuchWebhook)
      const line = result.delivered
        ? `It arrived: the receiver answered ${result.status}.`
        : `It did not arrive: ${result.error}.`
      print(typed, { document: result, lines: [line] })
      if (!result.delivered) process.exitCode = 1
    } finally {
      webhookSender.close()
    }
  })

/** `latchkey webhook deliveries`. */
export const showDeliveries = (
  id: string,
  typed: TypedForWebhook & { readonly state?: string; readonly limit?: string; readonly cursor?: string },
): Promise<void> => {
  const { config, json: _, ...given } = typed
  const { state, cursor, limit = USUAL_ON_A_PAGE } = readTyped(adminDeliveryQuery, given)
  return withStorage(config, async (deps) => {
    const list = await listDeliveries(operatingDeps(deps), { id, state, cursor, limit }).catch(noSuchWebhook)
    const lines = list.items.map(lineOfDelivery)
    print(typed, {
      document: list,
      lines: [
        ...(lines.length === 0 ? ['There is nothing like that.'] : lines),
        ...(list.next === null ? [] : [`There may be more: --cursor ${list.next}`]),
      ],
    })
  })
}

const PAUSED_BECAUSE = {
  operator: 'paused',
  gone: 'paused: it is gone (410)',
  failing: 'paused: it failed for days',
} as const

/** A webhook in a line. */
export const lineOfWebhook = (webhook: AdminWebhook): string =>
  [
    webhook.id,
    webhook.state === 'paused' ? PAUSED_BECAUSE[webhook.pausedBecause ?? 'operator'] : standingOf(webhook),
    webhook.url,
    webhook.events.join(' '),
    ...(webhook.description === '' ? [] : [webhook.description]),
    ...(webhook.lastError === null ? [] : [webhook.lastError]),
  ].join('  ')

const standingOf = ({ failingSince }: AdminWebhook): string =>
  failingSince === null ? 'enabled' : `failing since ${failingSince}`

const lineOfDelivery = (delivery: AdminDelivery): string =>
  [
    delivery.id,
    delivery.state.padEnd('delivered'.length),
    delivery.type,
    `since ${delivery.createdAt}`,
    delivery.attempts === 1 ? '1 attempt' : `${delivery.attempts} attempts`,
    ...(delivery.nextAttemptAt === null ? [] : [`next ${delivery.nextAttemptAt}`]),
    ...(delivery.lastError === null ? [] : [delivery.lastError]),
  ].join('  ')
