import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Database } from 'better-sqlite3'
import { listenerOf } from '../src/listener-of.js'
import { openDatabase } from '../src/open-database.js'
import { readSettings } from '../src/read-settings.js'

export const API = 'http://localhost:8000'

export interface Sent {
  readonly as?: string
  /** Sent as JSON, a text as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface RunningTodoApi {
  readonly database: Database
  send(method: string, path: string, sent?: Sent): Promise<Response>
  close(): Promise<void>
}

/** The API on a free port, with a database of its own in memory. */
export async function startTodoApi(
  environment: Readonly<Record<string, string | undefined>>,
  now: () => number,
): Promise<RunningTodoApi> {
  const database = openDatabase(':memory:')
  const server = createServer(await listenerOf(readSettings(environment), database, now))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    database,
    send: (method, path, { as, body, headers = {} } = {}) => {
      const sent = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
      return fetch(origin + path, {
        method,
        body: sent,
        headers: {
          ...(as !== undefined && { authorization: `Bearer ${as}` }),
          ...(sent !== null && { 'content-type': 'application/json' }),
          ...headers,
        },
      })
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      if (database.open) database.close()
    },
  }
}
