import type { RevocationOptions } from '@latchkey/guard'
import { type DevelopmentProvider, startDevelopmentProvider } from '@latchkey/testkit'
import { vi } from 'vitest'
import { postgres, type TestDatabase } from '../../packages/server/test/fixtures/databases.js'
import { runSql } from '../../packages/server/test/fixtures/run-sql.js'
import { type ServerProcess, startServerProcess } from '../../packages/server/test/fixtures/server-process.js'
import { API, CONFIDENTIAL, PUBLIC } from '../../packages/server/test/fixtures/test-latchkey.js'
import { type Balancer, startBalancer } from './balancer.js'
import { type GuardProcess, startGuardProcess } from './guard-process.js'

/** Servers on one PostgreSQL behind one address, and APIs elsewhere that know this address and nothing else. */
export interface Fleet extends AsyncDisposable {
  readonly issuer: string
  readonly balancer: Balancer
  readonly database: TestDatabase
  readonly provider: DevelopmentProvider
  /** The servers in turn, each at an address of its own. */
  at(index: number): ServerProcess
  /** One more server, behind the same address. */
  addServer(): Promise<ServerProcess>
  /** Takes a server away without a word. */
  killServer(server: ServerProcess): Promise<void>
  /** Guards in processes of their own, each with a stream. */
  openGuards(count: number, revocation?: RevocationOptions): Promise<readonly GuardProcess[]>
}

const LISTENER = { id: 'todo-api', secret: 'todo-secret-todo-secret-todo-secret-0123' }

export const startFleet = async (size = 3): Promise<Fleet> => {
  const database = await postgres.create()
  const provider = await startDevelopmentProvider()
  const balancer = await startBalancer()
  const issuer = balancer.url
  const servers: ServerProcess[] = []
  const guards: GuardProcess[] = []

  const publish = (): void => {
    balancer.targets = servers.map(({ url }) => url)
  }
  const addServer = async (): Promise<ServerProcess> => {
    const server = await startServerProcess(database, provider, {
      issuer,
      clients: [
        { ...CONFIDENTIAL, type: 'confidential' },
        { ...PUBLIC, type: 'public' },
        { ...LISTENER, type: 'confidential', scopes: ['ssf.manage'] },
      ],
      browser: { topology: { kind: 'same-origin', app: issuer } },
      // Nobody is sent anything.
      mail: { smtp: 'smtp://localhost:1' },
    })
    servers.push(server)
    publish()
    return server
  }
  const fleet: Fleet = {
    issuer,
    balancer,
    database,
    provider,
    at: (index) => {
      const server = servers[index % servers.length]
      if (server === undefined) throw new Error('there is no server')
      return server
    },
    addServer,
    killServer: async (server) => {
      await server.kill()
      servers.splice(servers.indexOf(server), 1)
      publish()
    },
    openGuards: async (count, revocation) => {
      const opened = await Promise.all(
        Array.from({ length: count }, () =>
          startGuardProcess({
            issuer,
            audience: API,
            development: true,
            revocation: {
              clientId: LISTENER.id,
              clientSecret: LISTENER.secret,
              ...revocation,
            },
          }),
        ),
      )
      guards.push(...opened)
      return opened
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(guards.map((guard) => guard.stop()))
      await Promise.all(servers.map((server) => server.stop()))
      await balancer[Symbol.asyncDispose]()
      await provider.close()
      await database.drop()
    },
  }
  try {
    for (let count = 0; count < size; count += 1) await addServer()
    return fleet
  } catch (error) {
    await fleet[Symbol.asyncDispose]()
    throw error
  }
}

/** Waits until each of these guards has its stream: they make it behind the first token they see. */
export const untilListening = ({ database }: Fleet, guards: readonly GuardProcess[]): Promise<void> =>
  vi.waitFor(
    async () => {
      const rows = await runSql(database, 'select description from event_streams')
      const descriptions = rows.map(({ description }) => String(description))
      for (const { pid } of guards)
        if (!descriptions.some((one) => one.endsWith(`process ${pid}`)))
          throw new Error(`guard ${pid} has no stream`)
    },
    { timeout: 30_000, interval: 100 },
  )

/** Waits until each of these guards lets all of these in: on a busy machine the first list may come too late for the first try. */
export const untilLetIn = async (
  guards: readonly GuardProcess[],
  tokens: readonly string[],
): Promise<void> => {
  const letIn = async (guard: GuardProcess): Promise<void> => {
    const outcomes = await guard.outcomes(tokens)
    const refused = outcomes.find((outcome) => outcome !== 'accepted')
    if (refused !== undefined) throw new Error(`guard ${guard.pid} refuses a live session: ${refused}`)
  }
  await Promise.all(guards.map((guard) => vi.waitFor(() => letIn(guard), { timeout: 40_000, interval: 200 })))
}
