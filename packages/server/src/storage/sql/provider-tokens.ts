import type { Identity } from '../../model/identity.js'
import type { Millis } from '../../model/time.js'
import type { ProviderTokenStore } from '../../ports/provider-tokens.js'
import type { Connection, TransactionConnection } from './database.js'
import { statement } from './statement.js'

export const providerTokensOn = (connection: Connection): Omit<ProviderTokenStore, 'keep'> => ({
  find: (identity) => findTokens(connection, selectTokens, identity),
  claim: async ({ provider, subject }, sealed, { until, now }) => {
    const claimed = await connection.run(claimTokens, { provider, subject, sealed, until, now })
    if (claimed.length > 0) return 'claimed'
    return (await findTokens(connection, selectTokens, { provider, subject })) === sealed ? 'held' : 'changed'
  },
  release: async ({ provider, subject }, until) => {
    await connection.run(releaseTokens, { provider, subject, until })
  },
  replace: async ({ provider, subject }, { from, to }, now) => {
    const replaced = await connection.run(updateTokens, { provider, subject, from, to, now })
    return replaced.length > 0 ? 'replaced' : 'changed'
  },
})

export const providerTokensIn = (connection: TransactionConnection): ProviderTokenStore => ({
  ...providerTokensOn(connection),
  find: (identity) =>
    findTokens(connection, connection.dialect.locksRows ? selectTokensForUpdate : selectTokens, identity),
  // A claim on what was there goes on: the refresh token may be the same.
  keep: async ({ provider, subject }, sealed, now) => {
    await connection.run(upsertTokens, { provider, subject, sealed, now })
  },
})

const findTokens = async (
  connection: Connection,
  select: typeof selectTokens,
  { provider, subject }: Identity,
): Promise<string | undefined> => (await connection.run(select, { provider, subject }))[0]?.sealed

const selectTokens = statement((db, given: Identity) =>
  db
    .selectFrom('provider_tokens')
    .select('sealed')
    .where('provider', '=', given.provider)
    .where('subject', '=', given.subject),
)

const selectTokensForUpdate = statement((db, given: Identity) =>
  db
    .selectFrom('provider_tokens')
    .select('sealed')
    .where('provider', '=', given.provider)
    .where('subject', '=', given.subject)
    .forUpdate(),
)

const claimTokens = statement((db, given: Identity & { sealed: string; until: Millis; now: Millis }) =>
  db
    .updateTable('provider_tokens')
    .set({ claimed_until: given.until })
    .where('provider', '=', given.provider)
    .where('subject', '=', given.subject)
    .where('sealed', '=', given.sealed)
    .where((row) => row.or([row('claimed_until', 'is', null), row('claimed_until', '<=', given.now)]))
    .returning('subject'),
)

const releaseTokens = statement((db, given: Identity & { until: Millis }) =>
  db
    .updateTable('provider_tokens')
    .set({ claimed_until: null })
    .where('provider', '=', given.provider)
    .where('subject', '=', given.subject)
    .where('claimed_until', '=', given.until),
)

const upsertTokens = statement((db, given: Identity & { sealed: string; now: Millis }) =>
  db
    .insertInto('provider_tokens')
    .values({
      provider: given.provider,
      subject: given.subject,
      sealed: given.sealed,
      updated_at: given.now,
      claimed_until: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['provider', 'subject']).doUpdateSet({ sealed: given.sealed, updated_at: given.now }),
    ),
)

/** Of two who refreshed in the same moment one is first; the other reads what it wrote. */
const updateTokens = statement((db, given: Identity & { from: string; to: string; now: Millis }) =>
  db
    .updateTable('provider_tokens')
    .set({ sealed: given.to, updated_at: given.now, claimed_until: null })
    .where('provider', '=', given.provider)
    .where('subject', '=', given.subject)
    .where('sealed', '=', given.from)
    .returning('subject'),
)
