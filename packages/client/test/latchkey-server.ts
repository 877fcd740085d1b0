import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLatchkey, github, google, type Latchkey } from '@latchkey/server'
import {
  type DevelopmentProvider,
  developmentClient,
  type Mailbox,
  type Providers,
  startMailbox,
} from '@latchkey/testkit'

const SECOND = 1000

/** A Latchkey server in this process, on a port and a database file of its own. */
export interface LatchkeyServer {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** A client with the same secret, that may not sign in with passwords. */
  readonly clientWithoutPasswords: string
  /** Where its messages arrive. */
  readonly mailbox: Mailbox
  /** The paths it was asked for, in order. */
  readonly calls: string[]
  /** Gone: connections are refused. The database stays. */
  stop(): Promise<void>
  /** Back, on the same port, if it was gone. */
  start(): Promise<void>
  /** While set, requests are accepted and not answered. */
  isHanging: boolean
  dispose(): Promise<void>
}

/** Whom it knows. */
export interface KnownProviders {
  readonly provider: DevelopmentProvider
  readonly twins: Providers
}

export const startLatchkey = async ({ provider, twins }: KnownProviders): Promise<LatchkeyServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-client-'))
  // A secret with every character that form encoding changes (RFC 6749 §2.3.1).
  const clientSecret = `s:+ %&=/~*${randomBytes(24).toString('hex')}`
  const serverSecret = randomBytes(32).toString('hex')
  const mailbox = await startMailbox()
  let running: { latchkey: Latchkey; http: Server } | undefined

  const world: LatchkeyServer & { issuer: string } = {
    issuer: '',
    clientId: 'next:app',
    clientSecret,
    clientWithoutPasswords: 'next:without-passwords',
    mailbox,
    calls: [],
    isHanging: false,

    start: async () => {
      if (running !== undefined) return
      const http = await listen(world.issuer === '' ? 0 : Number(new URL(world.issuer).port))
      world.issuer = `http://localhost:${(http.address() as AddressInfo).port}`
      const latchkey = await createLatchkey({
        issuer: world.issuer,
        secrets: [serverSecret],
        database: `sqlite:${join(folder, 'latchkey.db')}`,
        audiences: ['https://api.example.com'],
        providers: [
          google({ clientIds: [developmentClient.id], issuer: provider.issuer }),
          github({
            clientId: twins.github.client.id,
            clientSecret: twins.github.client.secret,
            baseUrl: twins.github.url,
          }),
        ],
        clients: [
          { id: world.clientId, type: 'confidential', secret: clientSecret, passwordSignIn: true },
          { id: world.clientWithoutPasswords, type: 'confidential', secret: clientSecret },
        ],
        browser: { topology: { kind: 'same-origin', app: world.issuer } },
        mail: { smtp: mailbox.smtpUrl },
        // What a hash costs is not the question here.
        passwords: { hashing: { memoryKiB: 64, iterations: 1 } },
        logLevel: 'silent',
      })
      http.on('request', (request: IncomingMessage, response) => {
        world.calls.push(request.url ?? '')
        if (!world.isHanging) latchkey.nodeListener(request, response)
      })
      running = { latchkey, http }
    },

    stop: async () => {
      const stopping = running
      running = undefined
      if (stopping === undefined) return
      stopping.http.close()
      stopping.http.closeAllConnections()
      await once(stopping.http, 'close')
      await stopping.latchkey.close()
    },

    dispose: async () => {
      await world.stop()
      await mailbox.close()
      await rm(folder, { recursive: true, maxRetries: 3, retryDelay: SECOND / 10 })
    },
  }
  await world.start()
  return world
}

const listen = async (port: number): Promise<Server> => {
  const http = createServer()
  http.listen(port, 'localhost')
  await once(http, 'listening')
  return http
}
