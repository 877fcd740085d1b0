import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { protect } from '@latchkey/guard/node'
import { createLatchkey, github, google, hostedPages, type LatchkeyOptions } from '@latchkey/server'
import { type Mailbox, type Providers, startMailbox, startProviders } from '@latchkey/testkit'
import { z } from 'zod'
import { type DatabaseKind, sqlite, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { freePorts } from './free-ports.js'

/** An app without any page for signing in, and a Latchkey that shows them. */
export interface HostedApp extends AsyncDisposable {
  readonly app: string
  /** The issuer. */
  readonly latchkey: string
  /** Where the hosted pages are. */
  readonly pages: string
  /** Where the operators' console is. */
  readonly console: string
  /** An API in the process of Latchkey. */
  readonly api: string
  /** The server of the app, as Latchkey knows it. */
  readonly client: { readonly id: string; readonly secret: string }
  readonly mailbox: string
  readonly providers: Providers
  readonly database: TestDatabase
}

const HOME_PAGE =
  '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Notes</title><main><h1>The app</h1></main>'

/** A page that stays open, without `@latchkey/client`: it leaves when its session ends, and takes along why. */
const OPEN_PAGE = `<!doctype html><html lang="en"><title>Notes</title><main><h1>An open page</h1></main>
<script>
  const events = new EventSource('/auth/session/events')
  events.addEventListener('open', () => { document.title = 'Notes, waiting' })
  events.addEventListener('session_ended', ({ data }) => {
    events.close()
    location.assign('/auth/pages/sign-in?reason=' + JSON.parse(data).reason)
  })
</script>`

/** A logo of a brand with a shape and two colours. */
const LOGO = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#0f766e"/><path d="M9 11h14M9 16h14M9 21h8" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/></svg>',
)}`

/** What differs between hosted apps. */
export interface HostedAppOptions {
  /** Whether Latchkey has an origin of its own, as on a sub-domain. Default: false. */
  readonly apart?: boolean
  /** Default: SQLite. */
  readonly kind?: DatabaseKind
  readonly options?: Pick<LatchkeyOptions, 'permissions' | 'roles' | 'impersonation'>
}

export async function startHostedApp({
  apart = false,
  kind = sqlite,
  options = {},
}: HostedAppOptions = {}): Promise<HostedApp> {
  const [port = 0, otherPort = 0] = await freePorts(2)
  const app = `http://localhost:${port}`
  const issuer = apart ? `http://localhost:${otherPort}` : `${app}/auth`
  const database = await kind.create()
  const mailbox: Mailbox = await startMailbox()
  const providers = await startProviders()
  const client = { id: 'notes', secret: randomBytes(32).toString('hex') }
  const latchkey = await createLatchkey({
    ...options,
    issuer,
    clients: [
      {
        ...client,
        type: 'confidential',
        passwordSignIn: true,
        postLogoutRedirectUris: [`${app}/signed-out`],
      },
    ],
    secrets: [randomBytes(32).toString('hex')],
    database: database.url,
    service: 'Notes',
    browser: {
      topology: { kind: apart ? 'sub-domain' : 'same-origin', app },
      pages: hostedPages({
        logo: LOGO,
        accent: '#0f766e',
        links: { privacy: 'https://example.com/privacy', terms: 'https://example.com/terms' },
      }),
    },
    providers: [
      google({
        clientIds: [providers.google.client.id],
        clientSecret: providers.google.client.secret,
        issuer: providers.google.issuer,
      }),
      github({
        clientId: providers.github.client.id,
        clientSecret: providers.github.client.secret,
        baseUrl: providers.github.url,
        apiUrl: providers.github.url,
      }),
    ],
    scopes: ['notes:read', 'notes:write'],
    apiKeys: { scopes: ['notes:read', 'notes:write'] },
    profile: z.object({ company: z.string().max(100).optional() }),
    mail: { smtp: mailbox.smtpUrl },
    logLevel: 'silent',
  })
  const notes = protect(latchkey.guard, { scopes: ['notes:read'] }, ({ principal }, answer) =>
    answer.end(JSON.stringify({ owner: principal.userId })),
  )
  const appServer = createServer((request, answer) => {
    if (request.url === '/api/notes') return notes(request, answer)
    if (request.url?.startsWith('/auth/') && !apart) return latchkey.nodeListener(request, answer)
    answer.setHeader('content-type', 'text/html; charset=utf-8')
    answer.end(request.url === '/open' ? OPEN_PAGE : HOME_PAGE)
  }).listen(port, 'localhost')
  const ownServer = createServer(latchkey.nodeListener).listen(otherPort, 'localhost')
  const servers = [appServer, ownServer]
  await Promise.all(servers.map((server) => once(server, 'listening')))
  return {
    app,
    latchkey: issuer,
    pages: `${issuer}/pages`,
    console: `${issuer}/admin/`,
    api: `${app}/api/notes`,
    client,
    mailbox: mailbox.url,
    providers,
    database,
    async [Symbol.asyncDispose]() {
      for (const server of servers) {
        server.close()
        server.closeAllConnections()
      }
      await latchkey.close()
      await providers.close()
      await mailbox.close()
      await database.drop()
    },
  }
}
