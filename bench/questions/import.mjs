import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { insertBare } from '../bare-insert.mjs'
import { startPostgres } from '../postgres.mjs'

const bin = fileURLToPath(new URL('../../packages/server/bin/latchkey.js', import.meta.url))
const printMemory = new URL('../print-memory.mjs', import.meta.url).href
/** `BENCH_PEOPLE=1000000 npm run bench import` asks about a million. */
const PEOPLE = Number(process.env['BENCH_PEOPLE'] ?? 100_000)
const aim = 0.1
/** What an import keeps of each person here: user, password, identity, two names, account of Django, record. */
const ROWS = 7

/** How many people a second does `latchkey import` write, and how much memory does it take? */
export async function ask() {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-bench-import-'))
  const postgres = await startPostgres()
  try {
    const file = join(folder, 'people.ndjson')
    await writePeople(file)
    const results = []
    for (const [name, database] of [
      ['SQLite', `sqlite:${join(folder, 'latchkey.db')}`],
      ['PostgreSQL', postgres.url],
    ]) {
      const imported = await importOnce(folder, file, database)
      const floor = await insertBare(database, { people: PEOPLE, rows: ROWS })
      results.push({
        question: `import of ${PEOPLE.toLocaleString('en-US')} people into ${name}, people`,
        rate: PEOPLE / imported.seconds,
        floorRate: PEOPLE / floor,
        floor: `bare insert of ${ROWS} rows a person, 500 people a transaction`,
        ratio: floor / imported.seconds,
        aim,
      })
      results.push({
        question: `memory of that import (RSS at most, ${name})`,
        value: `${Math.round(imported.megabytes)} MB`,
        aimText: '< 400 MB, however many people',
        met: imported.megabytes < 400,
      })
    }
    return results
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function writePeople(file) {
  const out = createWriteStream(file)
  for (let number = 0; number < PEOPLE; number += 1) {
    const person = {
      id: String(number),
      username: `person${number}`,
      email: `person${number}@people.example`,
      email_verified: true,
      name: `Person ${number}`,
      password_hash: `pbkdf2_sha256$260000$${String(number).padStart(22, 'a')}$iZaHrLkVF89LkoHrjICdekWZhiVysLh/YkatO7lIxi4=`,
      created_at: 1_500_000_000 + number,
      last_login_at: 1_600_000_000,
      roles: ['staff'],
      identities: [{ provider: 'google', subject: `1${number}` }],
      django_id: String(number),
    }
    if (!out.write(`${JSON.stringify(person)}\n`)) await new Promise((resolve) => out.once('drain', resolve))
  }
  await new Promise((resolve) => out.end(resolve))
}

async function importOnce(folder, file, database) {
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['--import', printMemory, bin, 'import', 'ndjson', '--from', file], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LATCHKEY_DATABASE: database },
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`the import of the bench failed: ${said}`)
  const megabytes = Number(/memory (\d+) kB/.exec(said)?.[1]) / 1_024
  return { seconds: (performance.now() - startedAt) / 1_000, megabytes }
}
