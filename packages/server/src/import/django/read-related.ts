import { groupBy, type Row, valuesOf } from '../tables/source-tables.js'
import { type DjangoDatabase, type RowsByUser, rowsOfUsers } from './django-database.js'
import { type RoleNames, readGrantedRoles } from './roles.js'

export const DRF_TOKENS = 'authtoken_token'

/** What other tables have about a page of people. */
export interface Related {
  readonly addresses: RowsByUser
  readonly allauth: RowsByUser
  /** By the id of the row of `socialaccount_socialaccount`. */
  readonly allauthTokens: ReadonlyMap<string, readonly Row[]>
  readonly psa: RowsByUser
  readonly drfTokens: RowsByUser
  readonly auth0: RowsByUser
  readonly rolesOf: (id: string) => readonly string[]
}

export const readRelated = async (
  database: DjangoDatabase,
  names: RoleNames,
  ids: readonly string[],
): Promise<Related> => {
  const of = (table: string) => rowsOfUsers(database, table, ids)
  const allauth = await of('socialaccount_socialaccount')
  const accountIds = valuesOf([...allauth.values()].flat(), 'id')
  const hasTokens = database.tables.has('socialaccount_socialtoken')
  const tokens = hasTokens
    ? await database.source.rowsWhere('socialaccount_socialtoken', 'account_id', accountIds)
    : []
  return {
    addresses: await of('account_emailaddress'),
    allauth,
    allauthTokens: groupBy(tokens, 'account_id'),
    psa: await of('social_auth_usersocialauth'),
    drfTokens: await of(DRF_TOKENS),
    auth0: await of(auth0TableOf(database) ?? ''),
    rolesOf: await readGrantedRoles(database, names, ids),
  }
}

/** The table of a project that kept the names people have at Auth0, without their connection. */
const auth0TableOf = ({ tables, users }: DjangoDatabase): string | undefined =>
  [...tables.values()].find(
    ({ name, columns, references }) =>
      name.endsWith('_auth0user') &&
      columns.includes('username') &&
      (columns.includes('user_id') || [...references.values()].includes(users.name)),
  )?.name
