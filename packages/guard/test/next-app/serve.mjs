import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import next from 'next'

/** Serves this application on a free port of loopback, which it says. Ends with whoever started it. */
const dir = fileURLToPath(new URL('.', import.meta.url))
const app = next({ dev: true, dir, hostname: 'localhost', port: 0, quiet: true })
await app.prepare()
const handle = app.getRequestHandler()
const server = createServer((request, response) => handle(request, response))
server.listen(0, '127.0.0.1', () => console.log(`listens on ${server.address().port}`))
process.stdin.resume().once('end', () => process.exit())
