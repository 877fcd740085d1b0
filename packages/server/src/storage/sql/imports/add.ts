import type { Millis } from '../../../model/time.js'
import type { Additions, ImportedProfile } from '../../../ports/imports.js'
import type { Connection } from '../database.js'
import { foldLoginName } from '../login-names.js'
import { insertAll, runBulk } from './given-rows.js'

/** Everything about new people, table by table, in the order in which they hang on each other. */
export const addAll = async (
  connection: Connection,
  source: string,
  added: Additions,
  now: Millis,
): Promise<void> => {
  await runBulk(
    connection,
    insertUsers,
    added.users.map((user) => ({ ...toUserCells(user, now), profile: '{}' })),
  )
  await runBulk(
    connection,
    insertPasswords,
    added.passwords.map(({ userId, hash }) => ({ user_id: userId, hash, changed_at: now })),
  )
  await runBulk(
    connection,
    insertIdentities,
    added.identities.map((identity) => ({
      provider: identity.provider,
      subject: identity.subject,
      user_id: identity.userId,
      email: identity.email,
      created_at: identity.createdAt,
      last_used_at: identity.lastUsedAt,
      name: identity.name,
    })),
  )
  await runBulk(
    connection,
    insertTokens,
    added.tokens.map(({ provider, subject, sealed }) => ({ provider, subject, sealed, updated_at: now })),
  )
  await runBulk(
    connection,
    insertNames,
    added.names.map(({ name, userId }) => ({ name, folded: foldLoginName(name), user_id: userId })),
  )
  await runBulk(
    connection,
    insertAccounts,
    added.accounts.map((account) => ({
      user_id: account.userId,
      id: account.id,
      number: /^\d+$/.test(account.id) ? Number(account.id) : null,
      username: account.username,
      first_name: account.firstName,
      last_name: account.lastName,
      auth_provider: account.authProvider,
      last_login_at: account.lastLoginAt,
      joined_at: account.joinedAt,
      former_ended_at: account.formerEndedAt,
    })),
  )
  await runBulk(
    connection,
    upsertRecords,
    added.records.map(({ sourceId, userId, digest, roles }) => ({
      source,
      source_id: sourceId,
      user_id: userId,
      digest,
      imported_at: now,
      roles: JSON.stringify(roles),
    })),
  )
}

/** A user as columns. */
export const toUserCells = (user: ImportedProfile, now: Millis) => ({
  id: user.id,
  email: user.address?.email ?? null,
  // Only who has proved an address holds it against others.
  email_key: user.address?.proven ? user.address.key : null,
  email_verified_at: user.address?.proven ? now : null,
  name: user.name,
  picture: user.picture,
  roles: JSON.stringify(user.roles),
  suspended_at: user.suspended ? now : null,
  created_at: user.createdAt,
  updated_at: now,
})

export const USER_COLUMNS = {
  id: 'text',
  email: 'text',
  email_key: 'text',
  email_verified_at: 'number',
  name: 'text',
  picture: 'text',
  roles: 'text',
  suspended_at: 'number',
  created_at: 'number',
  updated_at: 'number',
} as const

// A user who is taken is a mistake of ours, or somebody was quicker: the batch begins again.
const insertUsers = insertAll('users', { ...USER_COLUMNS, profile: 'text' }, '')

const insertPasswords = insertAll('passwords', { user_id: 'text', hash: 'text', changed_at: 'number' })

const insertIdentities = insertAll('identities', {
  provider: 'text',
  subject: 'text',
  user_id: 'text',
  email: 'text',
  created_at: 'number',
  last_used_at: 'number',
  name: 'text',
})

const insertTokens = insertAll('provider_tokens', {
  provider: 'text',
  subject: 'text',
  sealed: 'text',
  updated_at: 'number',
})

const insertNames = insertAll('login_names', { name: 'text', folded: 'text', user_id: 'text' })

const insertAccounts = insertAll('django_accounts', {
  user_id: 'text',
  id: 'text',
  number: 'number',
  username: 'text',
  first_name: 'text',
  last_name: 'text',
  auth_provider: 'text',
  last_login_at: 'number',
  joined_at: 'number',
  former_ended_at: 'number',
})

const upsertRecords = insertAll(
  'imports',
  {
    source: 'text',
    source_id: 'text',
    user_id: 'text',
    digest: 'text',
    imported_at: 'number',
    roles: 'text',
  },
  `on conflict (source, source_id) do update
   set digest = excluded.digest, imported_at = excluded.imported_at, roles = excluded.roles`,
)
