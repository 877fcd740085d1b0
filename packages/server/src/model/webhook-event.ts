import { WEBHOOK_EVENT_TYPES, type WebhookEvent, type WebhookEventType } from '@latchkey/contract'
import type { NewAuditEntry } from './audit-entry.js'
import { toMoment } from './time.js'

const TYPES: ReadonlySet<string> = new Set(WEBHOOK_EVENT_TYPES)
const isType = (action: string): action is WebhookEventType => TYPES.has(action)

/**
 * An entry of the audit history as receivers are told of it: what happened, when, and ids. Neither a name nor an address of anybody, nor why, nor
 * from where: who needs more asks for it, and is then told what is so by then.
 *
 * @returns undefined for what no webhook tells of: acts that were refused, and those that are about no user
 */
export const webhookEventOf = (
  entry: NewAuditEntry,
): Exclude<WebhookEvent, { type: 'webhook.test' }> | undefined => {
  const { action: type, userId: user, refusal, target, detail, occurredAt } = entry
  if (refusal !== null || user === null || !isType(type)) return undefined
  const timestamp = toMoment(occurredAt)
  const data = { user, by: { kind: entry.actor.kind, id: entry.actor.id } }
  switch (type) {
    case 'user.updated':
      return { type, timestamp, data: { ...data, fields: textsOf(detail?.['fields']) } }
    case 'user.roles_changed':
      return {
        type,
        timestamp,
        data: { ...data, given: textsOf(detail?.['given']), taken: textsOf(detail?.['taken']) },
      }
    case 'email.confirmed':
      return { type, timestamp, data: { ...data, confirmed: detail?.['confirmed'] !== false } }
    case 'identity.linked':
    case 'identity.unlinked': {
      const provider = detail?.['provider']
      return { type, timestamp, data: { ...data, provider: typeof provider === 'string' ? provider : null } }
    }
    case 'session.opened':
    case 'session.ended':
      return { type, timestamp, data: { ...data, session: target } }
    case 'api_key.created':
    case 'api_key.ended':
      return { type, timestamp, data: { ...data, apiKey: target } }
    default:
      return { type, timestamp, data }
  }
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
