import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqlite } from '../src/storage/sql/dialects/sqlite.js'
import { migrate } from '../src/storage/sql/migrate.js'

test.skipIf(process.platform === 'win32')(
  'nobody else on the machine can read the database or its folder',
  async () => {
    const parent = await mkdtemp(join(tmpdir(), 'latchkey-test-'))
    const file = join(parent, 'data', 'latchkey.db')
    const database = openSqlite(file)
    try {
      await migrate(database, 0)
      const modes = await Promise.all(
        [join(parent, 'data'), file, `${file}-wal`].map(async (path) => (await stat(path)).mode & 0o077),
      )
      expect(modes).toEqual([0, 0, 0])
    } finally {
      await database.close()
      await rm(parent, { recursive: true, force: true })
    }
  },
)
