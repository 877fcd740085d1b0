import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2'
import SqliteDatabase from 'better-sqlite3'
import { Hono } from 'hono'
import { serveUntilTold } from './serve-until-told.mjs'

/**
 * What the least work costs behind Hono on this machine: parse the form, do only what cannot be left out, answer bytes
 * like Latchkey's. No authentication, no checks, no cache, no errors.
 */
const { folder, answers, idTokenKey, benchIssuer } = JSON.parse(process.argv[2] ?? '{}')

const database = new SqliteDatabase(join(folder, 'floor.db'))
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.exec(
  'create table sessions (id text primary key, generation integer not null, used_at integer not null)',
)
database.exec('create table proofs (id integer primary key, key text not null)')
const insertSession = database.prepare('insert into sessions values (?, 0, 0)')
const ids = Array.from({ length: 1_000 }, () => randomBytes(16).toString('hex'))
for (const id of ids) insertSession.run(id)
const update = database.prepare('update sessions set generation = generation + 1, used_at = ? where id = ?')
const insertProof = database.prepare('insert into proofs (key) values (?)')

/** Commits of requests that arrive together are one commit. */
let waiting = []
const durably = (write) =>
  new Promise((resolve) => {
    waiting.push({ write, resolve })
    if (waiting.length > 1) return
    setImmediate(() => {
      const group = waiting
      waiting = []
      database.exec('begin immediate')
      for (const job of group) job.write()
      database.exec('commit')
      for (const job of group) job.resolve()
    })
  })

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const signInput = Buffer.from('x'.repeat(600))
const signEs256 = () => sign('sha256', signInput, { key: privateKey, dsaEncoding: 'ieee-p1363' })
const idTokenPublicKey = idTokenKey && createPublicKey({ key: idTokenKey, format: 'jwk' })
const verifyRs256 = (token) => {
  const end = token.lastIndexOf('.')
  return verify(
    'sha256',
    Buffer.from(token.slice(0, end)),
    idTokenPublicKey,
    Buffer.from(token.slice(end + 1), 'base64url'),
  )
}

/** The fastest way to a parsed form we know: faster than Hono's own `parseBody`. */
const readForm = async (context) => new URLSearchParams(await context.req.text())

let turn = 0
const app = new Hono()
app.post('/form', async (context) => {
  await readForm(context)
  return context.json(answers.form)
})
app.post('/form-update-signature', async (context) => {
  await readForm(context)
  turn = (turn + 1) % ids.length
  const id = ids[turn]
  await durably(() => update.run(Date.now(), id))
  signEs256()
  return context.json(answers.token)
})
app.post('/form-verify-insert-signature', async (context) => {
  const form = await readForm(context)
  const idToken = form.get('subject_token')
  if (!verifyRs256(idToken)) throw new Error('the ID token of the bench does not verify')
  await durably(() => insertProof.run(idToken.slice(-43)))
  signEs256()
  return context.json(answers.token)
})

app.get('/leave', (context) => {
  const [state, nonce] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')]
  context.header('set-cookie', `going=${state}; Path=/; HttpOnly`)
  return context.redirect(`${benchIssuer}/authorize?state=${state}&nonce=${nonce}`, 303)
})
const benchKey = (async () => {
  const { keys } = await (await fetch(`${benchIssuer}/jwks`)).json()
  return createPublicKey({ key: keys[0], format: 'jwk' })
})()
app.get('/return', async (context) => {
  const body = new URLSearchParams({ grant_type: 'authorization_code', code: context.req.query('code') })
  const answer = await fetch(`${benchIssuer}/token`, { method: 'POST', body })
  const { id_token: idToken } = await answer.json()
  const end = idToken.lastIndexOf('.')
  const key = { key: await benchKey, dsaEncoding: 'ieee-p1363' }
  const signature = Buffer.from(idToken.slice(end + 1), 'base64url')
  if (!verify('sha256', Buffer.from(idToken.slice(0, end)), key, signature))
    throw new Error('the ID token of the bench does not verify')
  await durably(() => insertProof.run(idToken.slice(-43)))
  context.header('set-cookie', `session=${randomBytes(32).toString('hex')}; Path=/; HttpOnly`)
  return context.redirect('http://localhost:5173/', 303)
})

app.post('/sign', (context) => {
  signEs256()
  return context.json(answers.token)
})
app.get('/session', (context) => context.json(answers.session))

const ARGON2_SECONDS = Number(process.env.BENCH_SECONDS ?? 3)
/** More at once than there are cores make fewer. */
const AT_ONCE = availableParallelism()
app.get('/argon2-rate', async (context) => {
  const hashed = await argon2Hash('a password of the bench', {
    memoryCost: 19_456,
    timeCost: 2,
    parallelism: 1,
  })
  const begin = performance.now()
  const end = begin + ARGON2_SECONDS * 1_000
  let count = 0
  const verifyOn = async () => {
    for (; performance.now() < end; count += 1) await argon2Verify(hashed, 'a password of the bench')
  }
  await Promise.all(Array.from({ length: AT_ONCE }, verifyOn))
  return context.json({ rate: count / ((performance.now() - begin) / 1_000) })
})

const server = createAdaptorServer({ fetch: app.fetch })
server.listen(0, 'localhost', () => {
  serveUntilTold(server.address().port, async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    database.close()
  })
})
