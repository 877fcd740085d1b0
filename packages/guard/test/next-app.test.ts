import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { json, type KeyServer, startKeyServer } from './key-server.js'
import { createSigner } from './signer.js'

const folder = fileURLToPath(new URL('./next-app/', import.meta.url))
const USER = 'usr_018f0000000000000000000000000001'

let issuer: KeyServer
let child: ChildProcessWithoutNullStreams
let origin: string
let authorization: string
let output = ''

/** The port it says, once it has one. */
const portOf = (process: ChildProcessWithoutNullStreams) =>
  new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk
      const [, port] = /listens on (\d+)/.exec(output) ?? []
      if (port !== undefined) resolve(port)
    }
    process.stdout.on('data', read)
    process.stderr.on('data', read)
    process.once('exit', () => reject(new Error(`Next.js did not start: ${output}`)))
  })

beforeAll(async () => {
  const signer = await createSigner()
  issuer = await startKeyServer(json({ keys: [signer.jwk] }))
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: issuer.origin, aud: 'https://api.example.com', iat: now, exp: now + 600 }
  authorization = `Bearer ${await signer.token({ claims })}`
  child = spawn(process.execPath, ['serve.mjs'], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_ENV: 'development',
      LATCHKEY_ISSUER: issuer.origin,
      NEXT_TELEMETRY_DISABLED: '1',
    },
  })
  origin = `http://127.0.0.1:${await portOf(child)}`
}, 120_000)
afterAll(async () => {
  if (child?.exitCode === null) {
    const gone = new Promise((done) => child.once('exit', done))
    child.stdin.end()
    await gone
  }
  await issuer?.close()
  rmSync(`${folder}.next`, { recursive: true, force: true })
})

const send = (path: string, init: RequestInit = {}) => fetch(origin + path, { redirect: 'manual', ...init })
const textOf = async (path: string, headers: Record<string, string> = {}) =>
  (await send(path, { headers })).text()

describe('in a real Next.js', { timeout: 120_000 }, () => {
  it('a route handler runs for those who may, with its parameters', async () => {
    const stranger = await send('/todos/home')
    expect(stranger.status).toBe(401)
    expect(stranger.headers.get('www-authenticate')).toBe('Bearer realm="api", scope="todos:read"')
    expect(await stranger.json()).toMatchObject({ reason: 'token_missing' })
    const reader = await send('/todos/home', { headers: { authorization } })
    expect(await reader.json()).toEqual({ user: USER, list: 'home' })
  })

  it('a bug of a route handler is a 500 of Next.js', async () => {
    const response = await send('/todos/home', { method: 'DELETE', headers: { authorization } })
    expect(response.status).toBe(500)
    expect(response.headers.get('www-authenticate')).toBeNull()
  })

  it('a proxy turns strangers away, whatever headers of Next.js they bring', async () => {
    const inner = ['src/middleware', 'proxy', 'middleware'].map((name) => Array(6).fill(name).join(':'))
    const brought = [
      {},
      { 'x-middleware-next': '1' },
      { 'x-middleware-rewrite': '/guarded' },
      { 'x-user-id': USER },
      ...inner.map((value) => ({ 'x-middleware-subrequest': value })),
    ]
    for (const headers of brought) expect((await send('/guarded', { headers })).status).toBe(401)
    expect(await textOf('/guarded', { authorization })).toContain('behind the proxy')
  })

  it('what the API says of itself is answered to anybody, from any page', async () => {
    const path = '/.well-known/oauth-protected-resource'
    const response = await send(path)
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    expect(await response.json()).toMatchObject({
      resource: 'https://api.example.com',
      authorization_servers: [issuer.origin],
    })
    expect((await send(path, { method: 'HEAD' })).status).toBe(200)
    const preflight = await send(path, { method: 'OPTIONS' })
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, '*'])
    expect((await send(path, { method: 'POST' })).status).toBe(405)
  })

  it('a page knows who is calling, and that it was only looked at', async () => {
    expect(await textOf('/', { 'x-proof': 'p1' })).toContain('user=nobody told=GET p1.')
    expect(await textOf('/', { authorization })).toContain(`user=${USER} told=GET .`)
  })

  it('a page that was asked for with an origin is held to the rules of a change', async () => {
    expect(await textOf('/', { origin: 'https://evil.example' })).toContain('told=POST .')
  })

  it('a server action that JavaScript sent is Next.js’s to check; a form that came without is ours', async () => {
    const [, id = ''] = /\$ACTION_ID_([0-9a-f]+)/.exec(await textOf('/action')) ?? []
    const form = new FormData()
    form.set(`$ACTION_ID_${id}`, '')
    const byForm = await send('/action', { method: 'POST', body: form, headers: { authorization, origin } })
    expect([byForm.status, byForm.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(new RegExp(`^/done\\?user=${USER}&told=POST`)),
    ])
    const byScript = (headers: Record<string, string>) =>
      send('/action', {
        method: 'POST',
        body: '[]',
        headers: { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8', ...headers },
      })
    const own = await byScript({ authorization, origin })
    expect([own.status, own.headers.get('x-action-redirect')]).toEqual([
      200,
      expect.stringContaining(`user=${USER}&told=GET`),
    ])
    expect((await byScript({ authorization, origin: 'https://evil.example' })).status).toBe(500)
    expect((await byScript({ origin })).status).toBe(500)
    expect(output).toContain('token_missing')
  })
})
