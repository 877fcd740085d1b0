import { serve } from '@hono/node-server'
import { createGuard } from '@latchkey/guard'
import { createApp } from './create-app.js'
import { readSettings } from './read-settings.js'
import { openTodoStore } from './todo-store.js'

const settings = readSettings(process.env)

const guard = createGuard({
  issuer: settings.LATCHKEY_ISSUER,
  audience: settings.TODO_API_AUDIENCE,
  // Refusals then say what was expected and what was seen. Strangers are told the reason only.
  development: process.env['NODE_ENV'] === 'development',
})
const store = openTodoStore(settings.TODO_DATABASE)

const server = serve(
  { fetch: createApp(guard, store).fetch, port: settings.TODO_API_PORT, hostname: settings.TODO_API_HOST },
  ({ port }) => console.log(`The todo API listens on http://${settings.TODO_API_HOST}:${port}`),
)

/** Answers what it has begun to answer, then closes the file. */
function stop(): void {
  server.close(() => store.close())
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
