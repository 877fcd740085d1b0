import { createLatchkeyClient } from '@latchkey/client'
import { expect, test, vi } from 'vitest'
import { alice, bob } from '../door/door.js'
import { jarFetch } from '../door/jar-fetch.mjs'
import { openLine } from '../door/line.js'
import { afterwards } from '../door/page.js'
import { recorder } from '../door/recorder.js'

// happy-dom loses the body of an answer that is cloned, so these run on the fetch of Node with a cookie jar.

const signedIn = async () => {
  const line = await openLine()
  afterwards(line.close)
  vi.stubGlobal('location', new URL(line.url))
  afterwards(() => vi.unstubAllGlobals())
  const { fetch } = jarFetch()
  const newClient = () => createLatchkeyClient({ baseUrl: line.url, fetch })
  const client = newClient()
  await client.signIn(alice)
  const api = `${line.url}/api`
  return { line, client, newClient, api }
}

const refuseToken = (reason: string) =>
  JSON.stringify({ error: 'access_denied', error_description: 'No.', reason })

test.each(['csrf_token_invalid', 'csrf_token_missing'])(
  'a request refused for %s is repeated once, body and all',
  async (reason) => {
    const { line, client, api } = await signedIn()
    const { heard, listener } = recorder()
    line.answer('/api', (request, response) => {
      line.answer('/api', listener)
      request.resume()
      response.writeHead(403, { 'content-type': 'application/json' }).end(refuseToken(reason))
    })
    expect((await client.fetch(api, { method: 'POST', body: 'once' })).status).toBe(200)
    expect(heard).toMatchObject([
      { method: 'POST', body: 'once', token: expect.any(String), hasCookie: true },
    ])
  },
)

test('a request that is refused twice is the caller’s to see', async () => {
  const { line, client, api } = await signedIn()
  let attempts = 0
  line.answer('/api', (_request, response) => {
    attempts += 1
    response.writeHead(403, { 'content-type': 'application/json' }).end(refuseToken('csrf_token_invalid'))
  })
  const response = await client.fetch(api, { method: 'POST' })
  expect(await response.json()).toMatchObject({ reason: 'csrf_token_invalid' })
  expect(attempts).toBe(2)
})

test('a request is not repeated in the name of somebody else', async () => {
  const { line, client, newClient, api } = await signedIn()
  await newClient().signIn(bob)
  let attempts = 0
  line.answer('/api', (_request, response) => {
    attempts += 1
    response.writeHead(403, { 'content-type': 'application/json' }).end(refuseToken('csrf_token_invalid'))
  })
  await expect(client.fetch(api, { method: 'POST' })).rejects.toMatchObject({ code: 'session_ended' })
  expect(attempts).toBe(1)
})

test('any other 403 is the caller’s, unread and not repeated', async () => {
  const { line, client, api } = await signedIn()
  let attempts = 0
  line.answer('/api', (_request, response) => {
    attempts += 1
    response.writeHead(403).end('not yours')
  })
  expect(await (await client.fetch(api, { method: 'POST' })).text()).toBe('not yours')
  expect(attempts).toBe(1)
})

test('a runtime that shows where a redirect leads does not follow it either', async () => {
  const { line, client, api } = await signedIn()
  const { heard, listener } = recorder()
  line.answer('/elsewhere', listener)
  line.answer('/api', (_request, response) => response.writeHead(307, { location: '/elsewhere' }).end())
  await expect(client.fetch(api, { method: 'POST' })).rejects.toThrow(/was redirected/)
  expect(heard).toEqual([])
})
