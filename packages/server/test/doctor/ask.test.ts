import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createRawServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { ask, membersOf } from '../../src/doctor/ask.js'

const running: { close(): unknown; closeAllConnections?(): unknown }[] = []
afterEach(() => {
  for (const server of running.splice(0)) {
    server.close()
    server.closeAllConnections?.()
  }
})

const addressOf = (address: ReturnType<ReturnType<typeof createServer>['address']>): URL =>
  new URL(`http://localhost:${typeof address === 'object' ? address?.port : ''}`)
const serverThat = async (answer: RequestListener): Promise<URL> => {
  const server = createServer(answer).listen(0, 'localhost')
  running.push(server)
  await once(server, 'listening')
  return addressOf(server.address())
}

test('an answer without an end is read up to a limit', async () => {
  const url = await serverThat((_, response) => {
    const write = (): void => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
      if (!response.destroyed) response.once('drain', write)
    }
    write()
  })
  const { status, text } = await ask(url)
  expect([status, text.length <= 128 * 1024]).toEqual([200, true])
})

test('an answer that trickles is given up', async () => {
  const timers: NodeJS.Timeout[] = []
  const url = await serverThat((_, response) => {
    timers.push(setInterval(() => response.write('x'), 100))
  })
  await expect(ask(url)).rejects.toThrow(/does not answer within 5 seconds/)
  for (const timer of timers) clearInterval(timer)
})

test('a redirect is told and not followed', async () => {
  let asked = 0
  const url = await serverThat((_, response) => {
    asked += 1
    response.writeHead(307, { location: '/' }).end()
  })
  expect((await ask(url)).status).toBe(307)
  expect(asked).toBe(1)
})

test('what speaks no HTTP is told as such', async () => {
  const server = createRawServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')).listen(0, 'localhost')
  running.push(server)
  await once(server, 'listening')
  await expect(ask(addressOf(server.address()))).rejects.toThrow(/localhost:\d+ /)
})

test.each(['', 'null', '[]', '"text"', '<html>', '{'])('%j is JSON without members', (text) => {
  const answer = { status: 200, headers: {}, setCookies: [], text, askedAt: 0, answeredAt: 0 }
  expect(membersOf(answer)).toEqual({})
})
