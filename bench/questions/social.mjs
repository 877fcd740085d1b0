import { Agent, get } from 'node:http'
import { againstFloor } from '../load.mjs'

const PEOPLE_AT_ONCE = 16
const SECONDS = Number(process.env.BENCH_SECONDS ?? 3)

/** How many people a second can sign in by the pages of a provider, there and back? */
export async function ask({ latchkey, floors }) {
  const result = await againstFloor(
    () => loadSignIns(latchkey, '/sign-in/bench', '/callback/bench'),
    () => loadSignIns(floors, '/leave', '/return'),
  )
  const floor =
    'Hono, two redirects, one call to the token endpoint, one ES256 verification, one grouped durable insert'
  return [{ question: 'sign-in by the pages of a provider', floor, ...result }]
}

let people = 0

/** Each is a browser of its own, which goes there and comes back as fast as it is answered. */
async function loadSignIns(server, leave, back) {
  const agent = new Agent({ keepAlive: true, maxSockets: PEOPLE_AT_ONCE })
  const cpuBefore = await server.cpu()
  const begin = performance.now()
  const end = begin + SECONDS * 1_000
  const times = []
  const signIn = async () => {
    while (performance.now() < end) {
      const startedAt = performance.now()
      const gone = await go(agent, server.url + leave)
      const { searchParams } = new URL(gone.location)
      const query = new URLSearchParams({
        code: codeFor(searchParams.get('nonce')),
        state: searchParams.get('state'),
      })
      const returned = await go(agent, `${server.url}${back}?${query}`, gone.cookie)
      if (returned.location.includes('error=')) throw new Error(`the bench was sent to ${returned.location}`)
      times.push(performance.now() - startedAt)
    }
  }
  await Promise.all(Array.from({ length: PEOPLE_AT_ONCE }, signIn))
  const seconds = (performance.now() - begin) / 1_000
  agent.destroy()
  times.sort((a, b) => a - b)
  return {
    rate: times.length / seconds,
    p99: times[Math.floor(times.length * 0.99)],
    cpuPerRequest: ((await server.cpu()) - cpuBefore) / times.length,
  }
}

/** One of a thousand people, as the provider is to know them. */
function codeFor(nonce) {
  people += 1
  const number = people % 1_000
  const person = { sub: `bench-${number}`, email: `b${number}@people.example`, email_verified: true }
  return Buffer.from(JSON.stringify({ ...person, name: 'Bench', nonce })).toString('base64url')
}

/** One step of a browser. @returns where it is sent, and the cookies it was given */
const go = (agent, url, cookie = '') =>
  new Promise((resolve, reject) => {
    get(url, { agent, headers: { cookie } }, (response) => {
      response.resume()
      const { location = '', 'set-cookie': lines = [] } = response.headers
      response.on('end', () => {
        if (response.statusCode === 303)
          resolve({ location, cookie: lines.map((line) => line.split(';', 1)[0]).join('; ') })
        else reject(new Error(`${url}: ${response.statusCode}`))
      })
    }).on('error', reject)
  })
