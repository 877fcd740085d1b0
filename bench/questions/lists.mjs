import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readOverview } from '../../packages/server/dist/flows/admin/read-overview.js'
import { openStorage } from '../../packages/server/dist/storage/sql/open-database.js'
import { startPostgres } from '../postgres.mjs'
import { bornAt, idAt, NOW, runOnPostgres, seedOperators } from '../seed-operators.mjs'

/** BENCH_PEOPLE says how many people there are; the million that is the aim takes some minutes to write. */
const PEOPLE = Number(process.env['BENCH_PEOPLE'] ?? 1_000_000)
const ROUNDS = 100
const LIMIT = 25
const INDEXED_AT_ONCE = 2_000
const AIM_MS = 100
const silent = { debug() {}, info() {}, warn() {}, error() {} }
const policy = { idleLimit: 1e12, absoluteLimit: 1e12, refreshGrace: 0 }
const page = { after: null, limit: LIMIT }

/** Nothing is written here, so nothing is bound to what was written before. */
const chain = { newKey: () => '', open: () => undefined, sealAgain: () => undefined }

const userLists = {
  'everybody, first page': () => ({}),
  'everybody, a page in the middle': () => ({}),
  suspended: () => ({ status: 'suspended' }),
  unconfirmed: () => ({ status: 'unconfirmed' }),
  'a role that few have': () => ({ role: 'editor' }),
  'a role that all have': () => ({ role: 'customer' }),
  'a provider': () => ({ provider: 'github' }),
  'a range of time': (n) => ({
    createdFrom: bornAt(PEOPLE - n, PEOPLE),
    createdBefore: bornAt(PEOPLE - n / 2, PEOPLE),
  }),
  'suspended with a role nobody has': () => ({ status: 'suspended', role: 'nobody' }),
  'search: one letter': () => ({ search: 'a' }),
  'search: a common word': () => ({ search: 'example' }),
  'search: beginning of a name': () => ({ search: 'lova' }),
  'search: two common words': () => ({ search: 'ada lov' }),
  'search: a common word and a rare one': (n) => ({ search: `people ${n}` }),
  'search: whole address': (n) => ({ search: `p${n}@people.example` }),
  'search: subject': (n) => ({ search: `sub${n}` }),
  'search: nobody': (n) => ({ search: `ada qqq${n}` }),
  'search: common, with a role nobody has': () => ({ search: 'a', role: 'nobody' }),
}
const sessionLists = {
  'all sessions': () => ({}),
  'of a client that few have': () => ({ clientId: 'rare' }),
  'of a client that half have': () => ({ clientId: 'mobile' }),
  'since an hour': () => ({ since: NOW - 3_600_000 }),
}
const historyLists = {
  'all of it': () => ({}),
  'of one person': (n) => ({
    userId: `${idAt(n, PEOPLE).slice(0, 16)}${(n * 7_919).toString(16).padStart(20, '0')}`,
  }),
  refused: () => ({ outcome: 'refused' }),
  'refused for one reason': () => ({ outcome: { refusal: 'user_suspended' } }),
  'of one act': () => ({ action: 'session.refused' }),
  'from one network': (n) => ({ network: `198.51.${n % 250}.${n % 256}` }),
  'of a time': (n) => ({ from: bornAt(n - 1_000, PEOPLE), before: bornAt(n, PEOPLE) }),
  'an act that never was': () => ({ action: 'client.created' }),
}

/** What each group of lists asks, by the names under which the slowest is told. */
const groupsOf = (storage) => {
  const users = Object.entries(userLists).map(([name, filter]) => [
    name,
    (n) =>
      storage.userDirectory.find(filter(n), {
        ...page,
        after: name.endsWith('middle') ? { id: idAt(PEOPLE / 2, PEOPLE), createdAt: null, word: null } : null,
      }),
  ])
  const sessions = Object.entries(sessionLists).map(([name, filter]) => [
    name,
    () => storage.sessionDirectory.find(filter(), page, { policy, now: NOW }),
  ])
  const auditHistory = storage.openAuditHistory(chain)
  const history = Object.entries(historyLists).map(([name, filter]) => [
    name,
    (n) => auditHistory.list(filter(n), { before: null, limit: LIMIT }),
  ])
  const { outboxInspection, webhookDeliveries } = storage
  const sent = [
    ...['all', 'waiting', 'failed'].map((which) => [
      `${which} messages`,
      () => outboxInspection.list(which, 200),
    ]),
    ...[undefined, 'failed', 'waiting'].map((state) => [
      `${state ?? 'all'} deliveries`,
      () => webhookDeliveries.list('whk_1', { ...page, state }),
    ]),
  ]
  const overviewDeps = { ...storage, auditHistory, clock: { now: () => NOW } }
  const overview = ['day', 'week', 'month'].map((range) => [range, () => readOverview(overviewDeps, range)])
  return { users, sessions, history, 'messages and deliveries': sent, overview }
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]

/** @returns milliseconds */
async function time(work) {
  const taken = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now()
    await work((round * 7_919) % PEOPLE)
    taken.push(performance.now() - begun)
  }
  taken.sort((a, b) => a - b)
  return { p50: quantile(taken, 0.5), p99: quantile(taken, 0.99) }
}

const millis = (value) => `${value.toFixed(1)} ms`

async function askOn(kind, name) {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-bench-lists-'))
  const postgres = kind === 'sqlite' ? undefined : await startPostgres()
  const where = postgres === undefined ? { file: join(folder, 'latchkey.db') } : { url: postgres.url }
  const storage = openStorage({ kind, ...where }, silent)
  try {
    await storage.migrate(NOW)
    await seedOperators(where, PEOPLE)
    while ((await storage.userDirectory.indexWords(INDEXED_AT_ONCE)) > 0);
    if (postgres !== undefined) await runOnPostgres(postgres.url, ['vacuum analyze'])
    const ids = (await storage.userDirectory.find({}, page)).users.map(({ id }) => id)
    const floor = await time(() => storage.userDirectory.read(ids))
    const results = []
    for (const [group, lists] of Object.entries(groupsOf(storage))) {
      let slowest
      for (const [list, work] of lists) {
        const taken = { list, ...(await time(work)) }
        console.log(`${name} | ${group} | ${list} | p50 ${millis(taken.p50)} | p99 ${millis(taken.p99)}`)
        if (slowest === undefined || taken.p99 > slowest.p99) slowest = taken
      }
      results.push({
        question: `console, ${PEOPLE.toLocaleString('en-US')} people on ${name}: the slowest of ${lists.length} lists of ${group} (${slowest.list}), p99`,
        value: `${millis(slowest.p99)} (p50 ${millis(slowest.p50)})`,
        floorText: `${millis(floor.p99)} (${LIMIT} people by their ids, p99)`,
        aimText: `< ${AIM_MS} ms`,
        met: slowest.p99 < AIM_MS,
      })
    }
    return results
  } finally {
    await storage.close()
    await postgres?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** How long do operators wait for a list or a search? The floor, in the same run, is reading as many people by their ids. */
export const ask = async () => [
  ...(await askOn('sqlite', 'SQLite')),
  ...(await askOn('postgres', 'PostgreSQL')),
]
