import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { startDevelopmentProvider } from '@latchkey/testkit'
import { startPostgres } from '../postgres.mjs'
import { startServer } from '../server-process.mjs'
import { exchangeForm, WEB } from '../stack.mjs'

const SERVERS = 3
const GUARDS = 20
const ENDS = 30
const LISTENER = { clientId: 'todo-api', clientSecret: 'todo-secret-todo-secret-todo-secret-0123' }
/** Lists are fetched too rarely to tell of an end: what is measured is the stream. */
const LISTS_EVERY = 600_000
const GUARD = fileURLToPath(new URL('../servers/listening-guard.mjs', import.meta.url))

/** One address before several: each connection goes to the next one. */
async function startBalancer() {
  const targets = []
  let turn = 0
  const server = createServer((client) => {
    const target = connect(Number(new URL(targets[turn++ % targets.length]).port), 'localhost')
    for (const [one, other] of [
      [client, target],
      [target, client],
    ])
      one.on('error', () => other.destroy()).pipe(other)
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return { url: `http://localhost:${server.address().port}`, targets, stop: () => server.close() }
}

async function startGuard(issuer) {
  const options = {
    issuer,
    audience: 'http://localhost:8000',
    development: true,
    revocation: { ...LISTENER, every: LISTS_EVERY },
  }
  const child = fork(GUARD, [JSON.stringify(options)])
  const answer = async (message) => {
    const answered = once(child, 'message')
    child.send(message)
    return (await answered)[0]
  }
  return {
    see: (tokens) => answer({ tokens }),
    refusal: async (ending) => (await answer({ ending })).refusedAt,
    stop: async () => {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}

const post = async (url, body) => {
  const response = await fetch(url, { method: 'POST', headers: { authorization: WEB }, body })
  if (!response.ok) throw new Error(`${url} refused the bench: ${await response.text()}`)
  return response.text()
}

/** How long after the answer to a sign-out every API elsewhere refuses the session. */
export async function askEndedSessions() {
  const postgres = await startPostgres()
  const provider = await startDevelopmentProvider()
  const balancer = await startBalancer()
  const servers = []
  const guards = []
  try {
    for (let count = 0; count < SERVERS; count += 1)
      servers.push(
        await startServer('latchkey', {
          issuer: balancer.url,
          database: postgres.url,
          googleIssuer: provider.issuer,
        }),
      )
    balancer.targets.push(...servers.map(({ url }) => url))
    const signIn = async () => {
      const idToken = await provider.issueIdToken({ claims: { jti: crypto.randomUUID() } })
      return JSON.parse(await post(`${balancer.url}/oauth/token`, exchangeForm(idToken))).access_token
    }
    const tokens = []
    // The first one finds guards whose streams have only just begun.
    for (let count = 0; count <= ENDS; count += 1) tokens.push(await signIn())
    for (let count = 0; count < GUARDS; count += 1) guards.push(await startGuard(balancer.url))
    await Promise.all(guards.map((guard) => guard.see(tokens)))

    const ages = []
    for (const [index, token] of tokens.entries()) {
      const refusals = Promise.all(guards.map((guard) => guard.refusal(token)))
      await post(`${servers[index % SERVERS].url}/oauth/revoke`, new URLSearchParams({ token }))
      const answeredAt = Date.now()
      const times = (await refusals).map((at) => Math.max(0, at - answeredAt))
      if (index > 0) ages.push(...times)
    }
    const sorted = ages.toSorted((one, other) => one - other)
    const at = (share) => sorted[Math.floor((sorted.length - 1) * share)]
    return {
      question: `${ENDS} ends at one of ${SERVERS} servers, refused by ${GUARDS} guards in processes of their own`,
      value: `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, at most ${at(1)} ms`,
      aimText: 'p99 < 1000 ms',
      met: at(0.99) < 1_000,
    }
  } finally {
    await Promise.all(guards.map((guard) => guard.stop()))
    await Promise.all(servers.map((server) => server.stop()))
    balancer.stop()
    await provider.close()
    await postgres.stop()
  }
}
