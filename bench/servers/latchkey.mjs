import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createLatchkey,
  djangoSession,
  djRestAuth,
  drfToken,
  fastapiTokens,
  google,
  listen,
  oidc,
} from '@latchkey/server'
import { serveUntilTold } from './serve-until-told.mjs'

/** The server that is measured: Latchkey as `latchkey start` runs it, on SQLite unless it is told otherwise. */
const {
  issuer = 'http://localhost:4000',
  folder = tmpdir(),
  database = `sqlite:${join(folder, 'latchkey.db')}`,
  googleIssuer,
  benchIssuer = 'http://localhost:1',
  smtpUrl = 'smtp://localhost:1',
} = JSON.parse(process.argv[2] ?? '{}')

const latchkey = await createLatchkey({
  issuer,
  secrets: ['bench-secret-bench-secret-bench-secret'],
  database,
  audiences: ['http://localhost:8000'],
  providers: [
    google({ clientIds: ['latchkey-development'], issuer: googleIssuer }),
    oidc({ id: 'bench', issuer: benchIssuer, clientIds: ['bench'], clientSecret: 'bench-secret' }),
  ],
  clients: [
    { id: 'web', type: 'confidential', secret: 'web-secret-web-secret-web-secret-0123' },
    { id: 'mobile', type: 'public' },
    {
      id: 'todo-api',
      type: 'confidential',
      secret: 'todo-secret-todo-secret-todo-secret-0123',
      scopes: ['ssf.manage'],
    },
  ],
  browser: { topology: { kind: 'same-origin', app: 'http://localhost:5173' } },
  mail: { smtp: smtpUrl },
  doors: [drfToken(), djRestAuth({ prefix: '/api/auth' }), fastapiTokens({ prefix: '/v1' }), djangoSession()],
  // The bench says who it is: people from everywhere.
  trustedProxies: 1,
  logLevel: 'error',
})
/** An API in the same process, as small as an API can be. */
const answerTodos = async (request) => {
  const authorization = request.headers.get('authorization')
  const { admitted } = await latchkey.guard.admit({
    authorization: authorization === null ? [] : [authorization],
  })
  return admitted ? Response.json([]) : new Response(null, { status: 401 })
}
const fetch = (request, source) =>
  request.url.endsWith('/bench/todos') ? answerTodos(request) : latchkey.fetch(request, source)
const listening = await listen(fetch, { port: 0, ownsProcess: true })
serveUntilTold(listening.port, async () => {
  await listening.close()
  await latchkey.close()
})
