import { errorBody, paths } from '@latchkey/contract'
import { type Listening, listen } from '@latchkey/server'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  basic,
  CONFIDENTIAL,
  ISSUER,
  startTestLatchkey,
  type TestLatchkey,
} from '../packages/server/test/fixtures/test-latchkey.js'
import { sendRaw } from './fixtures/raw-http.js'

// A stranger who sends more than anybody needs to, over a real socket.

let house: TestLatchkey
let listening: Listening
beforeAll(async () => {
  house = await startTestLatchkey()
  listening = await listen(house.latchkey.fetch, { port: 0 })
})
afterAll(async () => {
  await listening.close()
  await house[Symbol.asyncDispose]()
})
// Whatever was done to it, the server goes on answering.
afterEach(async () => {
  expect((await fetch(`http://localhost:${listening.port}${paths.health}`)).status).toBe(200)
})

const LIMIT = 32 * 1024
const FORM_TYPE = 'content-type: application/x-www-form-urlencoded'
const post = (path: string, ...headers: string[]): string =>
  [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    `authorization: ${basic(CONFIDENTIAL)}`,
    FORM_TYPE,
    ...headers,
    '',
    '',
  ].join('\r\n')

const expectTooLarge = ({ status, body }: { status: number; body: string }): void => {
  expect(status).toBe(413)
  const [json = ''] = /\{.*\}/s.exec(body) ?? []
  expect(errorBody.strict().parse(JSON.parse(json))).toMatchObject({
    error: 'invalid_request',
    reason: 'body_too_large',
  })
}

function* endless(piece: string): Generator<string> {
  for (;;) yield piece
}

function* chunkedForEver(): Generator<string> {
  yield post(paths.token, 'transfer-encoding: chunked')
  yield* endless(`1000\r\n${'a'.repeat(0x1000)}\r\n`)
}

describe.each([paths.token, paths.revoke, paths.introspect])('a body for %s', (path) => {
  test('that announces too much is refused before it is sent', async () => {
    expectTooLarge(await sendRaw(listening.port, [post(path, `content-length: ${LIMIT + 1}`)]))
    expectTooLarge(await sendRaw(listening.port, [post(path, 'content-length: 99999999999')]))
  })

  test('that comes in chunks without a length is refused once it is too much', async () => {
    const piece = 'a'.repeat(1_000)
    const pieces = Array.from({ length: 40 }, () => `3e8\r\n${piece}\r\n`)
    expectTooLarge(
      await sendRaw(listening.port, [post(path, 'transfer-encoding: chunked'), ...pieces, '0\r\n\r\n']),
    )
  })

  test('of the largest size is read', async () => {
    const body = `token=x&pad=${'a'.repeat(LIMIT - 'token=x&pad='.length)}`
    const answer = await sendRaw(listening.port, [post(path, `content-length: ${body.length}`), body])
    expect([200, 400]).toContain(answer.status)
    const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
    expect([200, 400]).toContain(
      (await sendRaw(listening.port, [post(path, 'transfer-encoding: chunked'), chunked])).status,
    )
  })
})

test('a body without an end is refused while it still comes', async () => {
  expectTooLarge(await sendRaw(listening.port, chunkedForEver()))
})

test('a length that is no length is refused', async () => {
  for (const length of ['-1', '0x10', '1e3', '5, 6', '٣', 'abc', '5\r\ncontent-length: 6']) {
    const { status } = await sendRaw(listening.port, [
      post(paths.token, `content-length: ${length}`),
      'token=x',
    ])
    expect(status, length).toBe(400)
  }
})

test('a length and chunks at once are refused, so that nobody can smuggle a second request', async () => {
  const smuggled = '0\r\n\r\nPOST /oauth/revoke HTTP/1.1\r\nhost: localhost\r\n\r\n'
  const head = post(paths.token, `content-length: ${smuggled.length}`, 'transfer-encoding: chunked')
  const answer = await sendRaw(listening.port, [head, smuggled])
  expect(answer.status).toBe(400)
  const odd = post(paths.token, 'transfer-encoding: chunked, identity')
  expect((await sendRaw(listening.port, [odd, smuggled])).status).toBe(400)
})

test('more bytes than announced are not read as part of the body', async () => {
  const answer = await sendRaw(listening.port, [
    post(paths.introspect, 'content-length: 7', 'connection: close'),
    `token=x&token=${'y'.repeat(100_000)}`,
  ])
  expect([200, 400, 0]).toContain(answer.status)
  if (answer.status === 200) expect(answer.body).toContain('"active":false')
})

test('a host that builds its own requests cannot be lied to about the length either', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', authorization: basic(CONFIDENTIAL) }
  for (const length of ['7', '0', '-1', 'abc', '']) {
    const request = new Request(ISSUER + paths.introspect, {
      method: 'POST',
      headers: { ...headers, 'content-length': length },
      body: `token=${'a'.repeat(LIMIT)}`,
    })
    const response = await house.latchkey.fetch(request)
    expectTooLarge({ status: response.status, body: await response.text() })
  }
})

test('headers beyond what Node accepts are refused', async () => {
  const head = `GET ${paths.userinfo} HTTP/1.1\r\nhost: localhost\r\n`
  for (const header of [
    `authorization: Bearer ${'a'.repeat(100_000)}\r\n`,
    `x-a: ${'b'.repeat(20_000)}\r\n`,
    'x-a: b\r\n'.repeat(5_000),
  ]) {
    expect((await sendRaw(listening.port, [head, header, '\r\n'])).status).toBe(431)
  }
  const long = await sendRaw(listening.port, [head, `authorization: Bearer ${'a'.repeat(9_000)}\r\n\r\n`])
  expect(long.status).toBe(401)
  expect(long.body).toContain('token_too_large')
})

test('a request line no browser would send gets an answer, and not a 500', async () => {
  for (const line of [
    `GET ${'/a'.repeat(4_000)} HTTP/1.1`,
    'GET http://attacker.example/oauth/token HTTP/1.1',
    'GET //attacker.example/%2e%2e/ HTTP/1.1',
    'GET /oauth/../oauth/token HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'GET /%E0%A4%A HTTP/1.1',
    'TRACE / HTTP/1.1',
    'GET /\u00ff HTTP/1.1',
  ]) {
    for (const host of ['localhost', 'attacker.example', '[', 'a b', '', 'localhost:99999', 'x@y', 'a/b']) {
      const answer = await sendRaw(listening.port, [`${line}\r\nhost: ${host}\r\nconnection: close\r\n\r\n`])
      expect(answer.status, `${line.slice(0, 40)} at ${JSON.stringify(host)}`).toBeGreaterThanOrEqual(400)
      expect(answer.status, `${line.slice(0, 40)} at ${JSON.stringify(host)}`).toBeLessThan(500)
    }
  }
})

test('who hangs up in the middle of a body leaves nothing behind', async () => {
  for (let round = 0; round < 20; round += 1) {
    await new Promise<void>((resolve) => {
      const controller = new AbortController()
      const body = new ReadableStream({
        pull: (stream) => {
          stream.enqueue(Buffer.from('token='))
          controller.abort()
        },
      })
      fetch(`http://localhost:${listening.port}${paths.introspect}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
        duplex: 'half',
        signal: controller.signal,
      } as RequestInit).then(
        () => resolve(),
        () => resolve(),
      )
    })
  }
  const { access_token } = await house.signIn()
  expect(await house.introspect(access_token)).toMatchObject({ active: true })
})
