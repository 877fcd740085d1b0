import { sql } from 'kysely'
import type { UserId } from '../../../model/ids.js'
import type { Connection } from '../database.js'
import { foldLoginName } from '../login-names.js'
import { statement } from '../statement.js'

/**
 * Who is meant by the whole of what was typed: an id here or in a Django backend, a subject at a provider, a name to sign in with. The youngest
 * first, and few: nobody types a subject that many have.
 */
export const exactMatches = async (connection: Connection, typed: string): Promise<readonly UserId[]> => {
  const rows = await connection.run(selectExact, { typed, folded: foldLoginName(typed) })
  return rows.map(({ id }) => id)
}

const selectExact = statement((db, given: { typed: string; folded: string }) => ({
  compile: () =>
    sql<{ id: UserId }>`
      select id from users where id = ${given.typed}
      union select user_id from (select user_id from identities where subject = ${given.typed} limit 10) as subjects
      union select user_id from django_accounts where id = ${given.typed}
      union select user_id from django_accounts where username = ${given.typed}
      union select user_id from (select user_id from login_names where folded = ${given.folded} limit 10) as names
      order by 1 desc`.compile(db),
}))
