import type { Migration } from './migration.js'

/**
 * A webhook is a place in the order of the audit history, and what it is to be sent is written when it moves on. Deliveries of one that was removed
 * are nobody's, and go when their time is over: so many rows at once would hold up everybody else.
 */
export const migration: Migration = {
  number: 16,
  name: 'webhooks',
  statements: ({ millisType }) => [
    `create table webhooks (
      id text primary key,
      url text not null,
      description text not null,
      events text not null,
      state text not null,
      paused_because text,
      position ${millisType} not null,
      sealed_secret text not null,
      former_sealed_secret text,
      former_until ${millisType},
      failures integer not null,
      failing_since ${millisType},
      next_attempt_at ${millisType} not null,
      last_error text,
      last_delivered_at ${millisType},
      lease ${millisType} not null,
      leased_until ${millisType} not null,
      created_at ${millisType} not null
    )`,
    `create table webhook_deliveries (
      id text primary key,
      webhook_id text not null,
      position ${millisType} not null,
      type text not null,
      body text not null,
      state text not null,
      attempts integer not null,
      created_at ${millisType} not null,
      last_attempt_at ${millisType},
      next_attempt_at ${millisType},
      last_status integer,
      last_error text,
      expires_at ${millisType} not null
    )`,
    'create index webhook_deliveries_due on webhook_deliveries (webhook_id, next_attempt_at, position) where next_attempt_at is not null',
    'create index webhook_deliveries_age on webhook_deliveries (webhook_id, created_at, id)',
    'create index webhook_deliveries_state on webhook_deliveries (webhook_id, state, created_at, id)',
    'create index webhook_deliveries_expiry on webhook_deliveries (expires_at)',
  ],
}
