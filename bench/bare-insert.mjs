import SqliteDatabase from 'better-sqlite3'
import pg from 'pg'

const GROUP = 500

/**
 * As many rows as an import makes, into one table with a text key and nothing else to do.
 *
 * @returns how many seconds it took
 */
export async function insertBare(database, { people, rows }) {
  const open = database.startsWith('sqlite:') ? openSqlite : openPostgres
  const { insert, close } = await open(database)
  const startedAt = performance.now()
  for (let from = 0; from < people; from += GROUP) {
    const group = []
    for (let number = from; number < Math.min(from + GROUP, people); number += 1)
      for (let row = 0; row < rows; row += 1)
        group.push({ key: `row_${row}_${number}`, content: `person${number}@people.example`, at: number })
    await insert(JSON.stringify(group))
  }
  const seconds = (performance.now() - startedAt) / 1_000
  await close()
  return seconds
}

const TABLE = 'create table bare (key text primary key, content text not null, at bigint not null)'

function openSqlite(database) {
  const connection = new SqliteDatabase(database.slice('sqlite:'.length))
  connection.pragma('synchronous = FULL')
  connection.exec(TABLE)
  const statement = connection.prepare(
    "insert into bare select value ->> '$.key', value ->> '$.content', value ->> '$.at' from json_each(?)",
  )
  return { insert: (group) => statement.run(group), close: () => connection.close() }
}

async function openPostgres(database) {
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  await client.query(TABLE)
  const text =
    'insert into bare select key, content, at from jsonb_to_recordset($1::jsonb) as given(key text, content text, at bigint)'
  return {
    insert: (group) => client.query({ name: 'bare', text, values: [group] }),
    close: () => client.end(),
  }
}
