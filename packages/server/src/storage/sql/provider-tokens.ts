import type { Identity } from '../../model/identity.js'
import type { Millis } from '../../model/time.js'
import type { ProviderTokenStore } from '../../ports/provider-tokens.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'

export const providerTokensOn = (connection: Connection): ProviderTokenStore => ({
  find: async ({ provider, subject }) =>
    (await connection.run(selectTokens, { provider, subject }))[0]?.sealed,
  keep: async ({ provider, subject }, sealed, now) => {
    await connection.run(upsertTokens, { provider, subject, sealed, now })
  },
  replace: async ({ provider, subject }, { from, to }, now) => {
    const replaced = await connection.run(updateTokens, { provider, subject, from, to, now })
    return replaced.length > 0 ? 'replaced' : 'changed'
  },
})

const selectTokens = statement((db, given: Identity) =>
  db
    .selectFrom('provider_tokens')
    .select('sealed')
    .where('provider', '=', given.provider)
    .where('subject', '=', given.subject),
)

const upsertTokens = statement((db, given: Identity & { sealed: string; now: Millis }) =>
  db
    .insertInto('provider_tokens')
    .values({
      provider: given.provider,
      subject: given.subject,
      sealed: given.sealed,
      updated_at: given.now,
    })
    .onConflict((conflict) =>
      conflict.columns(['provider', 'subject']).doUpdateSet({ sealed: given.sealed, updated_at: given.now }),
    ),
)

/** Of two who refreshed in the same moment one is first; the other reads what it wrote. */
const updateTokens = statement((db, given: Identity & { from: string; to: string; now: Millis }) =>
  db
    .updateTable('provider_tokens')
    .set({ sealed: given.to, updated_at: given.now })
    .where('provider', '=', given.provider)
    .where('subject', '=', given.subject)
    .where('sealed', '=', given.from)
    .returning('subject'),
)
