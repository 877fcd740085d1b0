import { roleNames as addresses, GRANTS } from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import { sortScopes } from '../../model/machine-scopes.js'
import type { Millis } from '../../model/time.js'
import type { ClientRegistry } from '../../ports/clients.js'
import type { Connection } from './database.js'
import type { ClientRow } from './operator-tables.js'
import { statement } from './statement.js'

export const clientsOn = (connection: Connection): ClientRegistry => ({
  find: async (id) => toClient(await connection.run(selectClient, { id })),
  list: async () => (await connection.run(selectClients, {})).flatMap((row) => toClient([row]) ?? []),
  hold: async (id) =>
    toClient(
      await connection.run(connection.dialect.locksRows ? selectClientForUpdate : selectClient, { id }),
    ),
  replace: async (client) => {
    await connection.run(updateClient, toRow(client, 0))
  },
  add: async (client, now) =>
    (await connection.run(insertClient, toRow(client, now))).length > 0 ? 'added' : 'taken',
  remove: async (id) => ((await connection.run(deleteClient, { id })).length > 0 ? 'removed' : 'unknown'),
})

const toClient = ([row]: readonly ClientRow[]): Client | undefined =>
  row && {
    id: row.id,
    type: row.type,
    secretHashes: row.secret_hash === null ? [] : row.secret_hash.split(' '),
    grants: GRANTS.filter((grant) => row.grants.split(' ').includes(grant)),
    ...sortScopes(row.scope === '' ? [] : row.scope.split(' ')),
    retiringSecret:
      row.retiring_secret_hash === null || row.retiring_until === null
        ? null
        : { hash: row.retiring_secret_hash, acceptedUntil: row.retiring_until },
    backChannelLogoutUri: row.back_channel_logout_uri,
    postLogoutRedirectUris: addresses.parse(JSON.parse(row.post_logout_redirect_uris)),
  }

const toRow = (client: Client, now: Millis): ClientRow => ({
  id: client.id,
  type: client.type,
  secret_hash: client.type === 'public' ? null : client.secretHashes.join(' '),
  grants: client.grants.join(' '),
  scope: [...client.scopes, ...client.machineScopes].join(' '),
  created_at: now,
  post_logout_redirect_uris: JSON.stringify(client.postLogoutRedirectUris),
  back_channel_logout_uri: client.backChannelLogoutUri,
  retiring_secret_hash: client.retiringSecret?.hash ?? null,
  retiring_until: client.retiringSecret?.acceptedUntil ?? null,
})

const selectClient = statement((db, given: { id: string }) =>
  db.selectFrom('clients').selectAll().where('id', '=', given.id),
)

const selectClientForUpdate = statement((db, given: { id: string }) =>
  db.selectFrom('clients').selectAll().where('id', '=', given.id).forUpdate(),
)

const updateClient = statement((db, given: ClientRow) =>
  db
    .updateTable('clients')
    .set({
      secret_hash: given.secret_hash,
      grants: given.grants,
      scope: given.scope,
      post_logout_redirect_uris: given.post_logout_redirect_uris,
      back_channel_logout_uri: given.back_channel_logout_uri,
      retiring_secret_hash: given.retiring_secret_hash,
      retiring_until: given.retiring_until,
    })
    .where('id', '=', given.id),
)

const selectClients = statement((db) => db.selectFrom('clients').selectAll().orderBy('id'))

const insertClient = statement((db, given: ClientRow) =>
  db
    .insertInto('clients')
    .values({
      id: given.id,
      type: given.type,
      secret_hash: given.secret_hash,
      grants: given.grants,
      scope: given.scope,
      created_at: given.created_at,
      post_logout_redirect_uris: given.post_logout_redirect_uris,
      back_channel_logout_uri: given.back_channel_logout_uri,
      retiring_secret_hash: given.retiring_secret_hash,
      retiring_until: given.retiring_until,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id'),
)

const deleteClient = statement((db, given: { id: string }) =>
  db.deleteFrom('clients').where('id', '=', given.id).returning('id'),
)
