import type { Row } from '../tables/source-tables.js'
import { pagesOf } from '../tables/source-tables.js'
import type { DjangoDatabase, RowsByUser } from './django-database.js'
import { rowsOfUsers } from './django-database.js'

/** The names of groups and permissions, by their ids. There are as many as the project has models. */
export interface RoleNames {
  readonly groups: ReadonlyMap<string, string>
  readonly permissions: ReadonlyMap<string, string>
}

export const readRoleNames = async (database: DjangoDatabase): Promise<RoleNames> => {
  const types = await namesIn(database, 'django_content_type', ({ app_label: app }) => app)
  return {
    groups: await namesIn(database, 'auth_group', ({ name }) => name),
    permissions: await namesIn(database, 'auth_permission', (row) => {
      const app = types.get(row['content_type_id'] ?? '')
      return app === undefined || row['codename'] == null ? undefined : `${app}.${row['codename']}`
    }),
  }
}

const namesIn = async (
  { source, tables }: DjangoDatabase,
  table: string,
  nameOf: (row: Row) => string | null | undefined,
): Promise<ReadonlyMap<string, string>> => {
  const names = new Map<string, string>()
  if (!tables.has(table)) return names
  for await (const rows of pagesOf(source, table, 'id')) {
    for (const row of rows) {
      const name = nameOf(row)
      if (row['id'] != null && name != null) names.set(row['id'], name)
    }
  }
  return names
}

/** Groups and permissions of these people, by name. What groups may do is theirs by the group. */
export const readGrantedRoles = async (
  database: DjangoDatabase,
  names: RoleNames,
  ids: readonly string[],
): Promise<(id: string) => readonly string[]> => {
  const groups = await rowsOfUsers(database, `${database.users.name}_groups`, ids)
  const permissions = await rowsOfUsers(database, `${database.users.name}_user_permissions`, ids)
  const named = (rows: RowsByUser, id: string, column: string, known: ReadonlyMap<string, string>) =>
    (rows.get(id) ?? []).flatMap((row) => known.get(row[column] ?? '') ?? [])
  return (id) => [
    ...named(groups, id, 'group_id', names.groups),
    ...named(permissions, id, 'permission_id', names.permissions),
  ]
}
