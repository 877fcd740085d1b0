import { SourceError } from '../source.js'
import type { SourceTables, Table } from '../tables/source-tables.js'

/** Tables that refer to the one with the people. */
const REFERRING = [
  'authtoken_token',
  'account_emailaddress',
  'socialaccount_socialaccount',
  'social_auth_usersocialauth',
  'django_admin_log',
  'token_blacklist_outstandingtoken',
]
const USUAL = new Set([
  'auth_user',
  'accounts_user',
  'users_user',
  'accounts_customuser',
  'nextjsdrfauth_customusermodel',
])

export type UserTable = Table & { readonly primaryKey: string }

/**
 * The table a Django project keeps its people in: the one that was named, else one with a password, which others refer to.
 *
 * @throws SourceError when there is none, or several and nothing tells which
 */
export const findUserTable = (
  { name }: SourceTables,
  tables: ReadonlyMap<string, Table>,
  named: string | undefined,
): UserTable => {
  const candidates = [...tables.values()].filter(isUserTable)
  if (named !== undefined) {
    const found = candidates.find((table) => table.name === named)
    if (found !== undefined) return found
    throw new SourceError(
      `${name} has no table ${named} with a primary key of one column and a column password.`,
      candidates.length === 0 ? 'Check --from.' : `Such tables are: ${namesOf(candidates)}.`,
    )
  }
  const referred = new Set(REFERRING.flatMap((table) => [...(tables.get(table)?.references.values() ?? [])]))
  const scored = candidates
    .map((table) => ({ table, score: scoreOf(table, referred) }))
    .sort((a, b) => b.score - a.score)
  const [best, second] = scored
  if (best === undefined)
    throw new SourceError(`${name} is no database of Django: no table has people in it.`, 'Check --from.')
  if (best.score === 0 || best.score === second?.score)
    throw new SourceError(
      `${name} has several tables that may have people in them.`,
      `Say which with --table: ${namesOf(candidates)}.`,
    )
  return best.table
}

const isUserTable = (table: Table): table is UserTable =>
  table.primaryKey !== undefined && table.columns.includes('password')

const scoreOf = ({ name, columns }: Table, referred: ReadonlySet<string>): number =>
  (referred.has(name) ? 4 : 0) + (USUAL.has(name) ? 2 : 0) + (columns.includes('last_login') ? 1 : 0)

const namesOf = (tables: readonly Table[]): string => tables.map(({ name }) => name).join(', ')
