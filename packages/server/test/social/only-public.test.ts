import { createServer, get, globalAgent } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type LookupFunction } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { makeSelfSignedCertificate } from '../../../../e2e/self-signed-certificate.js'
import { fetchBounded } from '../../src/outbound/fetch-bounded.js'
import { fetchDiscovery } from '../../src/outbound/fetch-discovery.js'
import { fetchPublic, fetchWith } from '../../src/outbound/fetch-public.js'
import { lookupPublic } from '../../src/outbound/lookup-public.js'
import { providerCalls } from '../../src/outbound/provider-calls.js'
import { providerKeys } from '../../src/outbound/provider-keys.js'
import { providerProbe } from '../../src/outbound/provider-probe.js'

const clock = { now: Date.now }

/** As where a name leads into the world. */
const lookupHere: LookupFunction = (_, options, found) =>
  options.all === true ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4)

/** What listens on this machine, and how often somebody came. */
const listen = async () => {
  let visits = 0
  const server = createTcpServer((socket) => {
    visits += 1
    socket.destroy()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    visits: () => visits,
    [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
  }
}

test('nothing on this machine is reached, by its address or by a name that leads to it', async () => {
  await using inside = await listen()
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433'])
    await expect(fetchPublic(`https://${host}:${inside.port}/`), host).rejects.toThrow(
      /private network|ENOTFOUND/,
    )
  await expect(fetchPublic(`http://localhost:${inside.port}/`)).rejects.toThrow('is not https')
  expect(inside.visits()).toBe(0)
})

test('no question to a provider that must be in the world goes elsewhere', async () => {
  await using inside = await listen()
  const issuer = `https://localhost:${inside.port}`
  const bounds = { onlyPublic: true }
  await expect(fetchBounded(new URL(issuer), {}, bounds)).rejects.toThrow('private network')
  await expect(fetchDiscovery(issuer, [], true)).rejects.toThrow('private network')
  const calls = providerCalls(clock)
  const authentication = { kind: 'secret_post', secret: 's' } as const
  const discovered = { kind: 'discovered', issuer, onlyPublic: true } as const
  const known = {
    kind: 'known',
    authorizationEndpoint: issuer,
    tokenEndpoint: `${issuer}/token`,
    onlyPublic: true,
  } as const
  const code = { code: 'c', redirectUri: 'https://app.example' }
  const answers = [
    await calls.redeemBare({ server: known, clientId: 'us', authentication }, code),
    await calls.redeemBare({ server: discovered, clientId: 'us', authentication }, code),
    await calls.refresh({ server: known, clientId: 'us', authentication }, 'r'),
    await calls.userInfo(discovered, 't'),
    await calls.authorizationAddress(discovered, {}),
    await calls.ask({ method: 'GET', url: issuer, ...bounds }),
  ]
  for (const answer of answers)
    expect(answer).toMatchObject({
      outcome: 'unreachable',
      detail: expect.stringContaining('private network'),
    })
  const find = async (jwksUri?: string) =>
    providerKeys(clock)({ expectedIssuer: issuer, jwksUri, onlyPublic: true }).find({
      kid: 'k',
      alg: 'ES256',
    })
  await expect(find()).rejects.toThrow('private network')
  await expect(find(`${issuer}/keys`)).rejects.toThrow()
  const checks = await providerProbe(calls).probe({
    client: { server: discovered, clientId: 'us', authentication },
    issuer,
    jwksUri: `${issuer}/keys`,
    hasIdTokens: true,
    onlyPublic: true,
    redirectUri: 'https://app.example',
  })
  expect(checks.map(({ check, outcome }) => [check, outcome])).toEqual([
    ['discovery', 'failed'],
    ['keys', 'failed'],
    ['client', 'failed'],
    ['redirect', 'not_possible'],
  ])
  expect(inside.visits()).toBe(0)
})

test('a connection that somebody else in this process keeps open is not taken', async () => {
  const { key, cert } = makeSelfSignedCertificate()
  const server = createServer({ key, cert }, (_, response) => response.end('inside'))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const agent = globalAgent
  try {
    const inside = `https://localhost:${(server.address() as AddressInfo).port}/`
    // Of a host that Latchkey is mounted in, and that asks a service of its own network.
    await new Promise<void>((done, fail) => {
      get(inside, { ca: cert, agent }, (answer) => answer.resume().once('end', done)).once('error', fail)
    })
    await expect.poll(() => Object.keys(agent.freeSockets)).toHaveLength(1)
    await expect(fetchWith({ lookup: lookupPublic, ca: cert })(inside)).rejects.toThrow('private network')
  } finally {
    agent.destroy()
    server.close()
  }
})

test('who sends without end is left when the time is over, whatever was collected meanwhile', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const { key, cert } = makeSelfSignedCertificate()
  const server = createServer({ key, cert }, (_, response) => {
    const trickle = setInterval(() => response.write('x'), 20)
    response.once('close', () => clearInterval(trickle))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    const ask = fetchWith({ ca: cert, lookup: lookupHere })
    const url = `https://localhost:${(server.address() as AddressInfo).port}/`
    const time = new AbortController()
    const answer = await ask(url, { signal: time.signal })
    for (let round = 0; round < 10; round += 1) {
      await new Promise(setImmediate)
      collect()
    }
    time.abort()
    await expect(answer.text()).rejects.toThrow()
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

test('what is in the world is asked as `fetch` asks it', async () => {
  const { key, cert } = makeSelfSignedCertificate()
  const server = createServer({ key, cert }, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method, url, headers } = request
    if (url === '/elsewhere') return response.writeHead(302, { location: 'https://evil.example' }).end()
    if (url === '/nothing') return response.writeHead(204).end()
    response.setHeader('cache-control', 'max-age=60')
    response.end(JSON.stringify({ method, body: Buffer.concat(chunks).toString(), headers }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    const ask = fetchWith({ ca: cert, lookup: lookupHere })
    const home = `https://localhost:${(server.address() as AddressInfo).port}`
    const body = new URLSearchParams({ code: 'ä' })
    const answer = await ask(`${home}/token`, { method: 'POST', body, headers: { accept: 'text/x' } })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'max-age=60'])
    expect(await answer.json()).toMatchObject({
      method: 'POST',
      body: 'code=%C3%A4',
      headers: {
        accept: 'text/x',
        'content-type': expect.stringContaining('urlencoded'),
        'content-length': '11',
      },
    })
    expect((await ask(`${home}/elsewhere`)).status).toBe(302)
    expect(await (await ask(`${home}/nothing`)).text()).toBe('')
    await expect(ask(home, { signal: AbortSignal.abort() })).rejects.toThrow()
    await expect(fetchWith({ lookup: lookupPublic, ca: cert })(home)).rejects.toThrow('private network')
  } finally {
    server.close()
  }
})
