import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type DoorConfiguration, djangoSession, djRestAuth, drfToken, fastapiTokens } from '@latchkey/server'
import express from 'express'
import { describe, expect, test } from 'vitest'
import { APP, startTestBrowserDoor } from '../fixtures/test-browser-door.js'
import { startDjangoDoor } from '../fixtures/test-django-door.js'
import { ISSUER, type TestLatchkey } from '../fixtures/test-latchkey.js'

// What docs/django-door-api.md and docs/mount-in-a-host.md tell a host to pass on.

const readPage = (name: string) => readFile(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8')
const page = await readPage('django-door-api.md')

/** The paths in the row that begins with this. */
const pathsOf = (row: string): readonly string[] => {
  const line = page.split('\n').find((text) => text.startsWith(`| ${row} `)) ?? ''
  return [...(line.split('|')[2] ?? '').matchAll(/`([^`]+)`/g)].map(([, path = '']) =>
    path.replace('<name>', 'google-oauth2'),
  )
}

type House = Pick<TestLatchkey, 'latchkey'> & AsyncDisposable
const start = (door: DoorConfiguration): Promise<House> => startDjangoDoor([door])
const startWithMail = (door: DoorConfiguration): Promise<House> =>
  startTestBrowserDoor({
    options: {
      doors: [door],
      browser: {
        topology: { kind: 'same-origin', app: APP },
        pages: { confirmSignUp: '/verify/{token}', resetPassword: '/reset/{uid}/{token}' },
      },
    },
  })

const rows = [
  { row: '`drfToken()`', door: drfToken(), open: start, atLeast: 2 },
  { row: '`djRestAuth()`', door: djRestAuth(), open: start, atLeast: 6 },
  { row: '… that sends mail', door: djRestAuth(), open: startWithMail, atLeast: 8 },
  { row: '`fastapiTokens()`', door: fastapiTokens(), open: start, atLeast: 4 },
  { row: '`djangoSession()`', door: djangoSession(), open: start, atLeast: 5 },
]

describe('the paths of a door', () => {
  test.each(rows)('$row: each that is listed is answered, with the slash and without', async (given) => {
    await using house = await given.open(given.door)
    const paths = pathsOf(given.row)
    expect(paths.length).toBeGreaterThanOrEqual(given.atLeast)
    const statusOf = async (path: string) =>
      (await house.latchkey.fetch(new Request(ISSUER + path, { method: 'OPTIONS' }))).status
    expect(await statusOf('/nothing/is/here/')).toBe(404)
    for (const path of paths)
      for (const spelling of [path, path.replace(/\/$/, '')])
        expect({ spelling, status: await statusOf(spelling) }).not.toEqual({ spelling, status: 404 })
  })

  test('in Express, what the page passes on reaches the door and the rest stays with the host', async () => {
    const [, source = ''] = /^const ofTheDoor = \/(.+)\/$/m.exec(await readPage('mount-in-a-host.md')) ?? []
    const ofTheDoor = new RegExp(source)
    await using house = await start(djRestAuth({ prefix: '/api/auth' }))
    const app = express()
    app.use((request, response, next) =>
      ofTheDoor.test(request.path) ? house.latchkey.nodeListener(request, response) : next(),
    )
    app.use(express.json())
    app.use((_request, response) => {
      response.json({ host: true })
    })
    const server = createServer(app).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const post = async (path: string) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body: '{}' })
      return { status: answer.status, body: await answer.json() }
    }
    try {
      for (const path of [
        '/api/auth/login/',
        '/api/auth/login',
        '/api/social/login/google/',
        '/api/social/login/google',
      ])
        expect(await post(path)).toMatchObject({
          status: 400,
          body: expect.not.objectContaining({ host: true }),
        })
      for (const path of ['/api/todos/', '/api/authors/', '/api/social/login/googles/'])
        expect(await post(path)).toEqual({ status: 200, body: { host: true } })
    } finally {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })
})
