import type { RequestListener } from 'node:http'
import type { Database } from 'better-sqlite3'
import { createPersonStore } from './person-store.js'
import type { Settings } from './read-settings.js'
import { createTodoGuard } from './todo-guard.js'
import { createTodoStore } from './todo-store.js'
import { createTodos } from './todos.js'
import { withExpress } from './with-express.js'
import { withFastify } from './with-fastify.js'
import { withHono } from './with-hono.js'

const servers = { hono: withHono, express: withExpress, fastify: withFastify }

/** The whole API, in the framework the settings name. */
export async function listenerOf(
  settings: Settings,
  database: Database,
  now: () => number = Date.now,
): Promise<RequestListener> {
  const guard = createTodoGuard(settings, createPersonStore(database, now))
  const todos = createTodos(createTodoStore(database, now))
  return servers[settings.TODO_API_FRAMEWORK](guard, todos)
}
