import type { Identity } from '../../model/identity.js'
import type { UserId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'
import { statement } from './statement.js'
import { updatedAt } from './users.js'

/** What a provider told about a person, as columns. */
export interface Profile {
  readonly id: UserId
  readonly name: string | null
  readonly picture: string | null
  readonly now: Millis
}

export const selectByIdentity = statement((db, given: Identity) =>
  db
    .selectFrom('identities')
    .innerJoin('users', 'users.id', 'identities.user_id')
    .selectAll('users')
    .where('identities.provider', '=', given.provider)
    .where('identities.subject', '=', given.subject),
)

export const selectByIdentityForUpdate = statement((db, given: Identity) =>
  db
    .selectFrom('identities')
    .innerJoin('users', 'users.id', 'identities.user_id')
    .selectAll('users')
    .where('identities.provider', '=', given.provider)
    .where('identities.subject', '=', given.subject)
    .forUpdate('users'),
)

export const selectIdentitiesOf = statement((db, given: { id: UserId }) =>
  db
    .selectFrom('identities')
    .leftJoin('provider_tokens', (join) =>
      join
        .onRef('provider_tokens.provider', '=', 'identities.provider')
        .onRef('provider_tokens.subject', '=', 'identities.subject'),
    )
    .selectAll('identities')
    .select('provider_tokens.updated_at as tokens_kept_at')
    .where('identities.user_id', '=', given.id)
    .orderBy('identities.created_at')
    .orderBy('identities.provider')
    .orderBy('identities.subject'),
)

export const insertIdentity = statement(
  (db, given: Identity & { userId: UserId; email: string | null; name: string | null; now: Millis }) =>
    db
      .insertInto('identities')
      .values({
        provider: given.provider,
        subject: given.subject,
        user_id: given.userId,
        email: given.email,
        created_at: given.now,
        last_used_at: given.now,
        name: given.name,
        roles: '[]',
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('user_id'),
)

export const touchIdentity = statement((db, given: Identity & { userId: UserId; now: Millis }) =>
  db
    .updateTable('identities')
    .set({ last_used_at: given.now })
    .where('provider', '=', given.provider)
    .where('subject', '=', given.subject)
    .where('user_id', '=', given.userId)
    .returning('user_id'),
)

export const completeProfile = statement((db, given: Profile) =>
  db
    .updateTable('users')
    .set((row) => ({
      name: row.fn.coalesce('name', row.val(given.name)),
      picture: row.fn.coalesce('picture', row.val(given.picture)),
      updated_at: updatedAt(row, given.now),
    }))
    .where('id', '=', given.id),
)

/** For a user without a proven address; does nothing when another user has proved this one. */
export const adoptProvenAddress = statement(
  (db, given: { id: UserId; key: string; email: string; now: Millis }) =>
    db
      .updateTable('users')
      .set((row) => ({
        email: given.email,
        email_key: given.key,
        email_verified_at: given.now,
        updated_at: updatedAt(row, given.now),
      }))
      .where('id', '=', given.id)
      .where('email_verified_at', 'is', null)
      .where((row) =>
        row.not(
          row.exists(
            row.selectFrom('users as holder').select('holder.id').where('holder.email_key', '=', given.key),
          ),
        ),
      ),
)

export const deleteIdentity = statement((db, given: Identity & { userId: UserId }) =>
  db
    .deleteFrom('identities')
    .where('provider', '=', given.provider)
    .where('subject', '=', given.subject)
    .where('user_id', '=', given.userId)
    .returning('user_id'),
)
