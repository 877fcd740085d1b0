import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { expect, test } from 'vitest'
import { makeSelfSignedCertificate } from '../e2e/self-signed-certificate.js'
import { openEventPusher } from '../packages/server/src/outbound/event-pusher.js'
import { fetchWith } from '../packages/server/src/outbound/fetch-public.js'
import { startTestAdmin } from '../packages/server/test/fixtures/test-admin.js'
import { makeWebhook } from '../packages/server/test/fixtures/test-webhooks.js'

// Whoever is called out there answers as no server should, so that we wait for ever: a few of them, and nothing goes out to anybody any more.

const switchProtocol = (socket: Socket): void => {
  socket.on('error', () => {})
  const answer = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: nothing\r\nConnection: Upgrade\r\n\r\n'
  socket.once('data', () => socket.write(answer))
}

const listen = async (server: Server) => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
  }
}

test('a receiver that answers with another protocol is one that failed, and the turn goes on', async () => {
  await using receiver = await listen(createServer(switchProtocol))
  const url = `http://127.0.0.1:${receiver.port}/`
  const pusher = openEventPusher({ allowPrivate: true })
  try {
    expect(await pusher.push(url, { kind: 'logout', token: 'x' })).toMatchObject({ outcome: 'unavailable' })
  } finally {
    pusher.close()
  }
  await using admin = await startTestAdmin()
  const operator = await admin.operator()
  const { id } = await makeWebhook(operator, { url })
  expect((await operator.ask('POST', `/webhooks/${id}/test`)).body).toEqual({
    delivered: false,
    status: 101,
    error: 'the receiver answered 101',
  })
})

test('a provider that answers with another protocol is one that cannot be asked', async () => {
  const { key, cert } = makeSelfSignedCertificate()
  await using provider = await listen(createTlsServer({ key, cert }, switchProtocol))
  const ask = fetchWith({
    ca: cert,
    lookup: (_, options, found) =>
      options.all === true ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4),
  })
  await expect(ask(`https://localhost:${provider.port}/`)).rejects.toThrow('changes to another protocol')
})
