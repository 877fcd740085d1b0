// @vitest-environment happy-dom
import { createServer } from 'node:http'
import { createLatchkeyClient } from '@latchkey/client'
import { describe, expect, test } from 'vitest'
import { alice } from '../door/door.js'
import { guessUntilRefused } from '../door/guess-until-refused.js'
import { listenOnLoopback } from '../door/listen-on-loopback.js'
import { afterwards, goTo, openPage } from '../door/page.js'
import { recorder } from '../door/recorder.js'

const signedIn = async () => {
  const page = await openPage()
  const client = createLatchkeyClient()
  await client.signIn(alice)
  const api = recorder()
  page.answer('/api', api.listener)
  return { page, client, heard: api.heard }
}

/** A server of another origin. */
const elsewhere = async () => {
  const { heard, listener } = recorder()
  const { url, close } = await listenOnLoopback(createServer(listener))
  afterwards(close)
  return { url, heard }
}

describe('a request to the page’s own origin', () => {
  test('carries the cookie, and the token where it changes something', async () => {
    const { client, heard } = await signedIn()
    await client.fetch('/api')
    await client.fetch('/api', { method: 'HEAD' })
    await client.fetch('/api', { method: 'PUT', body: 'one' })
    await client.fetch(new Request('/api', { method: 'POST', body: 'two' }))
    expect(heard).toMatchObject([
      { method: 'GET', token: undefined, hasCookie: true },
      { method: 'HEAD', token: undefined, hasCookie: true },
      { method: 'PUT', token: expect.stringMatching(/.{20}/), hasCookie: true, body: 'one' },
      { method: 'POST', token: expect.any(String), hasCookie: true, body: 'two' },
    ])
  })

  test('reads the token first where none is known yet', async () => {
    const { heard } = await signedIn()
    await createLatchkeyClient().fetch('/api', { method: 'POST' })
    expect(heard).toMatchObject([{ method: 'POST', token: expect.any(String) }])
  })

  test('that hears 401 has the session rechecked, and the caller gets the answer', async () => {
    const { page, client } = await signedIn()
    page.answer('/api', (_request, response) => response.writeHead(401).end('who?'))
    await page.door.endSessionsOf(alice.email)
    const response = await client.fetch('/api')
    expect(response.status).toBe(401)
    expect(await response.text()).toBe('who?')
    await expect.poll(client.getState).toEqual({ status: 'signed_out', reason: 'ended' })
  })
})

describe('the token', () => {
  test('does not go to another origin', async () => {
    const { client } = await signedIn()
    const other = await elsewhere()
    await client.fetch(other.url, { method: 'POST', body: 'x' })
    await client.fetch(new URL(other.url), { method: 'DELETE' }).catch(() => undefined)
    expect(other.heard).not.toEqual([])
    for (const { token, hasCookie } of other.heard) expect({ token, hasCookie }).toEqual({ hasCookie: false })
  })

  test.each([301, 302, 303, 307, 308])(
    'does not follow a redirect (%i) to another origin',
    async (status) => {
      const { page, client } = await signedIn()
      const other = await elsewhere()
      page.answer('/api', (_request, response) => response.writeHead(status, { location: other.url }).end())
      await expect(client.fetch('/api', { method: 'POST' })).rejects.toThrow(/POST .*\/api was redirected/)
      expect(other.heard).toEqual([])
    },
  )

  test('goes to the origin of baseUrl, as the session’s cookie does', async () => {
    const app = await elsewhere()
    const server = await openPage([app.url])
    goTo(app.url)
    const api = recorder()
    server.answer('/api', (request, response) => {
      response.setHeader('access-control-allow-credentials', 'true')
      response.setHeader('access-control-allow-methods', 'PUT')
      if (request.method === 'OPTIONS') response.setHeader('access-control-allow-origin', app.url)
      api.listener(request, response)
    })
    const client = createLatchkeyClient({ baseUrl: server.url })
    await client.signIn(alice)
    await client.fetch(`${server.url}/api`, { method: 'PUT' })
    expect(api.heard.filter(({ method }) => method === 'PUT')).toMatchObject([
      { token: expect.any(String), hasCookie: true },
    ])
  })
})

describe('a door at another origin', () => {
  test('gets its cookies and tells how long to wait', async () => {
    const app = await elsewhere()
    const server = await openPage([app.url])
    goTo(app.url)
    const client = createLatchkeyClient({ baseUrl: `${server.url}/` })
    await client.signIn(alice)
    expect(await createLatchkeyClient({ baseUrl: server.url }).check()).toMatchObject({ status: 'signed_in' })
    await expect(guessUntilRefused(client)).rejects.toMatchObject({
      code: 'too_many_attempts',
      retryAfterSeconds: expect.any(Number),
    })
  })
})
