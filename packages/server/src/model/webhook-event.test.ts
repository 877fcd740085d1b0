import { AUDIT_ACTIONS, WEBHOOK_EVENT_TYPES, webhookEvent, webhookEventSchemas } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import type { NewAuditEntry } from './audit-entry.js'
import { newUserId } from './ids.js'
import { webhookEventOf } from './webhook-event.js'

const NOW = Date.UTC(2026, 10, 22)
const USER = newUserId(NOW, '0'.repeat(20))
const OPERATOR = newUserId(NOW, '1'.repeat(20))

const entry = (deviation: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  action: 'user.suspended',
  actor: { kind: 'operator', id: OPERATOR },
  userId: USER,
  target: null,
  refusal: null,
  caller: { network: '192.0.2.7', userAgent: 'a browser' },
  detail: { reason: 'because of Ada' },
  occurredAt: NOW,
  ...deviation,
})

describe('an entry of the history, for receivers', () => {
  test('says who, when and by whom, and neither why nor from where', () => {
    expect(webhookEventOf(entry())).toEqual({
      type: 'user.suspended',
      timestamp: '2026-11-22T00:00:00.000Z',
      data: { user: USER, by: { kind: 'operator', id: OPERATOR } },
    })
  })

  test('is told when it is about somebody, was done, and a webhook can ask for it', () => {
    const told = AUDIT_ACTIONS.filter((action) => webhookEventOf(entry({ action })) !== undefined)
    expect([...told].sort()).toEqual([...WEBHOOK_EVENT_TYPES].sort())
    expect(webhookEventOf(entry({ refusal: 'credentials_wrong' }))).toBeUndefined()
    expect(webhookEventOf(entry({ userId: null }))).toBeUndefined()
  })

  test.each(WEBHOOK_EVENT_TYPES)('%s is of its schema, whatever the entry holds', (type) => {
    const details = [
      null,
      { fields: ['name'], given: ['editor'], taken: [], provider: 'google', confirmed: false },
      { fields: 'name', given: 7, provider: null, ended: 3 },
    ]
    for (const detail of details) {
      const event = webhookEventOf(entry({ action: type, detail, target: 'ses_1' }))
      expect(webhookEventSchemas[type].safeParse(event).error?.message).toBeUndefined()
      expect(webhookEvent.parse(event)).toEqual(event)
    }
  })

  test('names what it was done to', () => {
    const detail = {
      provider: 'github',
      fields: ['name'],
      given: ['editor'],
      taken: ['guest'],
      confirmed: false,
    }
    const dataOf = (action: NewAuditEntry['action']) =>
      webhookEventOf(entry({ action, target: 'ses_1', detail }))?.data
    expect(dataOf('session.ended')).toMatchObject({ session: 'ses_1' })
    expect(dataOf('api_key.created')).toMatchObject({ apiKey: 'ses_1' })
    expect(dataOf('identity.linked')).toMatchObject({ provider: 'github' })
    expect(dataOf('user.updated')).toMatchObject({ fields: ['name'] })
    expect(dataOf('user.roles_changed')).toMatchObject({ given: ['editor'], taken: ['guest'] })
    expect(dataOf('email.confirmed')).toMatchObject({ confirmed: false })
  })
})
