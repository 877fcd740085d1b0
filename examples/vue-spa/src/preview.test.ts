import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type PreviewServer, preview } from 'vite'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

let app: PreviewServer
let address: string
let built: string
let seen: IncomingMessage[] = []

const latchkey = createServer((request, response) => {
  seen.push(request)
  response.setHeader('set-cookie', 'latchkey=opaque; Path=/; HttpOnly; SameSite=Lax')
  response.end('from Latchkey')
})

beforeAll(async () => {
  await new Promise<void>((resolve) => latchkey.listen(0, '127.0.0.1', resolve))
  built = await mkdtemp(join(tmpdir(), 'vue-spa-'))
  await writeFile(join(built, 'index.html'), '<!doctype html><title>The app</title>')
  process.env['LATCHKEY_URL'] = `http://127.0.0.1:${(latchkey.address() as AddressInfo).port}`
  process.env['VUE_APP_PORT'] = '0'
  process.env['MAILBOX_URL'] = 'http://localhost:4599'
  app = await preview({
    root: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'silent',
    build: { outDir: built },
  })
  address = `http://localhost:${(app.httpServer.address() as AddressInfo).port}`
})

beforeEach(() => {
  seen = []
})

afterAll(async () => {
  await app?.close()
  latchkey.close()
  await rm(built, { recursive: true })
  delete process.env['LATCHKEY_URL']
  delete process.env['VUE_APP_PORT']
  delete process.env['MAILBOX_URL']
})

test('what is asked for below /auth is asked of Latchkey, without the prefix', async () => {
  const response = await fetch(`${address}/auth/account/sessions?keep=current`, {
    headers: { cookie: 'latchkey=mine' },
  })
  expect(await response.text()).toBe('from Latchkey')
  expect(seen.map(({ url, headers }) => [url, headers.cookie])).toEqual([
    ['/account/sessions?keep=current', 'latchkey=mine'],
  ])
})

test('the cookie of Latchkey becomes a cookie of the app as it is', async () => {
  const response = await fetch(`${address}/auth/session`)
  expect(response.headers.getSetCookie()).toEqual(['latchkey=opaque; Path=/; HttpOnly; SameSite=Lax'])
})

test('Latchkey learns who asks, for its limits on attempts', async () => {
  await fetch(`${address}/auth/session`)
  expect(seen[0]?.headers['x-forwarded-for']).toMatch(/127\.0\.0\.1|::1/)
})

test.each(['/', '/account', '/authors', '/reset-password'])('%s is a page of the app', async (path) => {
  const response = await fetch(address + path, { headers: { accept: 'text/html' } })
  expect(await response.text()).toContain('The app')
  expect(seen).toEqual([])
})

test('pages learn where the development mailbox is from the server that runs, not from the build', async () => {
  const response = await fetch(`${address}/development.json`)
  expect(await response.json()).toEqual({ mailboxUrl: 'http://localhost:4599' })
})

test('a page may run scripts of its own origin only, and none that is written into it', async () => {
  const { headers } = await fetch(address)
  const policy = headers.get('content-security-policy')
  expect(policy).toContain("default-src 'self'")
  expect(policy).not.toMatch(/unsafe|data:|\*|https?:/)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
})
