import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { createLatchkey, type Provider } from '@latchkey/server'
import { startMailbox } from '@latchkey/testkit'
import { sqlite } from '../packages/server/test/fixtures/databases.js'
import { freePorts } from './free-ports.js'
import { makeSelfSignedCertificate } from './self-signed-certificate.js'
import type { Stack } from './stack.js'

/** The Vue app and a Latchkey of its own, on one https origin: what a web server in production puts together. */
export interface HttpsApp extends Pick<Stack, 'vueApp' | 'mailbox'>, AsyncDisposable {}

/**
 * @param pages where the built Vue app is served over http
 * @param providers with whom people can sign in
 */
export async function startHttpsApp(pages: string, providers: readonly Provider[] = []): Promise<HttpsApp> {
  const [port = 0] = await freePorts(1)
  const app = `https://localhost:${port}`
  const database = await sqlite.create()
  const mailbox = await startMailbox()
  const latchkey = await createLatchkey({
    issuer: app,
    secrets: [randomBytes(32).toString('hex')],
    database: database.url,
    browser: { topology: { kind: 'same-origin', app, path: '/auth' } },
    providers,
    mail: { smtp: mailbox.smtpUrl },
    logLevel: 'silent',
  })
  const server = createServer(makeSelfSignedCertificate(), (incoming, answer) => {
    const path = incoming.url ?? '/'
    if (!path.startsWith('/auth/')) return passOn(pages, incoming, answer)
    incoming.url = path.slice('/auth'.length)
    latchkey.nodeListener(incoming, answer)
  })
  server.listen(port, 'localhost')
  await once(server, 'listening')
  return {
    vueApp: app,
    mailbox: mailbox.url,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await latchkey.close()
      await mailbox.close()
      await database.drop()
    },
  }
}

function passOn(pages: string, incoming: IncomingMessage, answer: ServerResponse): void {
  const { host } = new URL(pages)
  const asked = request(pages + incoming.url, { headers: { ...incoming.headers, host } }, (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers)
    answered.pipe(answer)
  })
  asked.on('error', () => answer.writeHead(502).end())
  incoming.pipe(asked)
}
