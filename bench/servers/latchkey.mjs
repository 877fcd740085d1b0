import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLatchkey, google, listen, oidc } from '@latchkey/server'
import { serveUntilTold } from './serve-until-told.mjs'

/** The server that is measured: Latchkey as `latchkey start` runs it, on SQLite. */
const {
  folder = tmpdir(),
  googleIssuer,
  benchIssuer = 'http://localhost:1',
  smtpUrl = 'smtp://localhost:1',
} = JSON.parse(process.argv[2] ?? '{}')

const latchkey = await createLatchkey({
  issuer: 'http://localhost:4000',
  secrets: ['bench-secret-bench-secret-bench-secret'],
  database: `sqlite:${join(folder, 'latchkey.db')}`,
  audiences: ['http://localhost:8000'],
  providers: [
    google({ clientIds: ['latchkey-development'], issuer: googleIssuer }),
    oidc({ id: 'bench', issuer: benchIssuer, clientIds: ['bench'], clientSecret: 'bench-secret' }),
  ],
  clients: [
    { id: 'web', type: 'confidential', secret: 'web-secret-web-secret-web-secret-0123' },
    { id: 'mobile', type: 'public' },
  ],
  browser: { topology: { kind: 'same-origin', app: 'http://localhost:5173' } },
  mail: { smtp: smtpUrl },
  // The bench says who it is: people from everywhere.
  trustedProxies: 1,
  logLevel: 'error',
})
const listening = await listen(latchkey.fetch, { port: 0, ownsProcess: true })
serveUntilTold(listening.port, async () => {
  await listening.close()
  await latchkey.close()
})
