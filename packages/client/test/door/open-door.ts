import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll } from 'vitest'
import { alice, bob, type Door, support } from './door.js'

/**
 * Opens a Latchkey server of its own, beside a mail server.
 *
 * @param issuer where pages reach it: the line's origin
 * @param otherOrigins pages of these, on other ports, may talk to it too
 */
export const openDoor = async (issuer: string, otherOrigins: readonly string[]): Promise<Door> => {
  thread ??= startThread()
  const { ask } = thread
  const [app, ...otherApps] = otherOrigins
  const topology =
    app === undefined ? { kind: 'same-origin', app: issuer } : { kind: 'sub-domain', app, otherApps }
  const url = await ask<string>('open', { issuer, topology })
  const messageTo = (address: string) => ask<{ code: string; links: string[] }>('messageTo', { address })
  return {
    url,
    endSessionsOf: (email) => ask('endSessionsOf', { url, email }),
    chooseAt: (url, person) => ask('chooseAt', { url, person }),
    issueIdToken: (nonce) => ask('issueIdToken', { nonce }),
    whoHolds: (token) => ask('whoHolds', { url, token }),
    pass: (milliseconds) => ask('pass', { url, milliseconds }),
    codeSentTo: async (email) => (await messageTo(email)).code,
    tokenSentTo: async (email) => (await messageTo(email)).links[0]?.split('#token=')[1] ?? '',
    close: () => ask('close', { url }),
  }
}

/** The servers of this test file. */
interface Thread {
  ask<Answer = void>(act: string, input?: object): Promise<Answer>
  end(): Promise<void>
}

let thread: Thread | undefined
afterAll(async () => {
  await thread?.end()
  thread = undefined
})

interface Reply {
  readonly id: number
  readonly answer?: unknown
  readonly error?: Error
}

const startThread = (): Thread => {
  // What it imports is what is built, as for every app: `npm run build` comes first.
  const worker = new Worker(join(import.meta.dirname, 'door-thread.mjs'), {
    workerData: { people: [alice, bob, support], support },
    execArgv: [],
  })
  const failed = once(worker, 'error').then(([error]) => Promise.reject(error))
  failed.catch(() => undefined)
  const waiting = new Map<number, (reply: Reply) => void>()
  worker.on('message', (reply: Reply) => {
    waiting.get(reply.id)?.(reply)
    waiting.delete(reply.id)
  })
  let asked = 0
  const ask = async <Answer>(act: string, input: object = {}): Promise<Answer> => {
    asked += 1
    const id = asked
    const replied = new Promise<Reply>((resolve) => waiting.set(id, resolve))
    worker.postMessage({ id, act, input })
    const { answer, error } = await Promise.race([replied, failed])
    if (error !== undefined) throw error
    return answer as Answer
  }
  return {
    ask,
    end: async () => {
      await ask('end')
      await worker.terminate()
    },
  }
}
