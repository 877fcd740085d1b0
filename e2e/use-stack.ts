import { afterAll, beforeAll, vi } from 'vitest'
import type { DatabaseKind, TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { PATIENCE_MS } from './browser.js'
import {
  choosePorts,
  createDataFolder,
  removeDataFolder,
  START_PATIENCE_MS,
  type Stack,
  startStack,
} from './stack.js'

export interface StackOptions {
  /** On top of the environment. */
  readonly variables?: Record<string, string>
  /** Where Latchkey keeps its data. Without it: where `npm start` does. */
  readonly database?: DatabaseKind
}

/** A stack that lasts as long as the tests of a file, or of a `describe`. */
export interface StackInUse extends Stack {
  /** The database that was asked for. */
  readonly database: TestDatabase
  /** Ends everything and starts it again, on the same ports and the same data. */
  restart(): Promise<void>
}

/** One stack for the tests that follow, stopped after the last of them. It can be read in tests and hooks. */
export function useStack({ variables = {}, database: kind }: StackOptions = {}): StackInUse {
  vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: START_PATIENCE_MS })
  let data: string | undefined
  let database: TestDatabase | undefined
  let stack: Stack | undefined

  const settings = () => ({
    variables: { ...variables, ...(database && { LATCHKEY_DATABASE: database.url }) },
  })
  const restart = async () => {
    const { ports, data } = running()
    await stack?.stop()
    stack = await startStack(ports, data, settings())
  }
  const running = (): Stack => {
    if (!stack) throw new Error('the stack is read in tests and hooks, where it runs')
    return stack
  }
  beforeAll(async () => {
    data = await createDataFolder()
    database = await kind?.create()
    stack = await startStack(await choosePorts(), data, settings())
  })
  afterAll(async () => {
    await stack?.stop()
    await database?.drop()
    if (data) await removeDataFolder(data)
  })
  return new Proxy({ restart } as StackInUse, {
    get: (own, name) =>
      name === 'database' ? database : (Reflect.get(own, name) ?? Reflect.get(running(), name)),
  })
}
