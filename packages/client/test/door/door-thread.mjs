// The servers of one test file. A thread of their own keeps them on the globals of Node: those of a test are a page's.
import { randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { createLatchkey, github, google, listen } from '@latchkey/server'
import { startMailbox, startProviders } from '@latchkey/testkit'
import { z } from 'zod'
import { chooseAt } from './choose-at.mjs'
import { openVisitor } from './visitor.mjs'

const { people, support } = workerData
const HELPER = 'helper'
// The server's own: an app that has a client needs none.
const SqliteDatabase = createRequire(import.meta.resolve('@latchkey/server'))('better-sqlite3')
const folder = await mkdtemp(join(tmpdir(), 'latchkey-door-'))
const mailbox = await startMailbox()
const twins = await startProviders()
const secret = () => randomBytes(32).toString('hex')
const sealing = secret()

const openLatchkey = (file, { issuer, topology, secrets, clock }) =>
  createLatchkey({
    issuer,
    secrets: [...secrets, sealing],
    database: `sqlite:${join(folder, file)}`,
    service: 'Wonderland',
    browser: { topology },
    scopes: ['todos:read', 'todos:write'],
    impersonation: true,
    roles: { [HELPER]: ['latchkey:users.read', 'latchkey:users.impersonate'] },
    apiKeys: { scopes: ['todos:read', 'todos:write'] },
    mail: { smtp: mailbox.smtpUrl, from: 'no-reply@wonderland.example' },
    providers: [
      google({
        clientIds: [twins.google.client.id],
        clientSecret: twins.google.client.secret,
        issuer: twins.google.issuer,
      }),
      github({
        clientId: twins.github.client.id,
        clientSecret: twins.github.client.secret,
        baseUrl: twins.github.url,
        apiUrl: twins.github.url,
      }),
    ],
    profile: z.object({ company: z.string().min(1, 'Say where you work.').optional() }),
    // What a hash costs is not the question here.
    passwords: { hashing: { memoryKiB: 64, iterations: 1 } },
    clock,
    logLevel: 'silent',
  })

/** The newest message to an address. The box is emptied for each door. */
const messageTo = (address) => mailbox.waitFor(({ to }) => to.includes(address))

/** A database in which everybody has signed up; each door gets a copy. */
const prepare = async () => {
  const issuer = 'http://127.0.0.1'
  const topology = { kind: 'same-origin', app: issuer }
  const latchkey = await openLatchkey('prepared.db', { issuer, topology, secrets: [] })
  for (const { email, password } of people) {
    const visit = openVisitor(latchkey)
    await visit('POST', '/account/sign-up', { email, password })
    await visit('POST', '/account/sign-up/confirm', { code: (await messageTo(email)).code })
  }
  await latchkey.close()
  // Nobody gives what they do not hold, and the first one holds it from whoever holds the database.
  const database = new SqliteDatabase(join(folder, 'prepared.db'))
  database.prepare('update users set roles = ? where email = ?').run(JSON.stringify([HELPER]), support.email)
  database.close()
}
await prepare()

const doors = new Map()
const passwordOf = (email) => people.find((one) => one.email === email)?.password

/** What the test may ask for, by name. */
const acts = {
  open: async ({ issuer, topology }) => {
    const file = `${doors.size}.db`
    await copyFile(join(folder, 'prepared.db'), join(folder, file))
    mailbox.clear()
    let ahead = 0
    const clock = { now: () => Date.now() + ahead }
    // The first secret is this door's own: the browser of a test file keeps its cookies, and they open no other door.
    const latchkey = await openLatchkey(file, { issuer, topology, secrets: [secret()], clock })
    const listening = await listen(latchkey.fetch, { port: 0, host: '127.0.0.1' })
    const url = `http://127.0.0.1:${listening.port}`
    const pass = (milliseconds) => {
      ahead += milliseconds
    }
    doors.set(url, { latchkey, listening, pass })
    return url
  },
  chooseAt: ({ url, person }) => chooseAt(url, person),
  issueIdToken: ({ nonce }) => twins.google.issueIdToken({ claims: { nonce } }),
  messageTo: ({ address }) => messageTo(address),
  whoHolds: async ({ url, token }) => {
    const { userId, scopes } = await doors.get(url).latchkey.guard.verify(token)
    return { userId, scopes: [...scopes] }
  },
  pass: ({ url, milliseconds }) => doors.get(url).pass(milliseconds),
  endSessionsOf: async ({ url, email }) => {
    const visit = openVisitor(doors.get(url).latchkey)
    await visit('POST', '/session', { email, password: passwordOf(email) })
    await visit('DELETE', '/account/sessions')
  },
  close: async ({ url }) => {
    const { latchkey, listening } = doors.get(url)
    latchkey.endStreams()
    await listening.close()
    await latchkey.close()
  },
  end: async () => {
    await mailbox.close()
    await twins.close()
    await rm(folder, { recursive: true, force: true })
  },
}

parentPort.on('message', async ({ id, act, input }) => {
  try {
    parentPort.postMessage({ id, answer: await acts[act](input) })
  } catch (error) {
    parentPort.postMessage({ id, error })
  }
})
