import { startDevelopmentProvider } from '@latchkey/testkit'
import { describe, expect, test } from 'vitest'
import { startReceiver } from '../../../../conformance/fixtures/receiver.js'
import { nodeSecrets } from '../../src/outbound/node-secrets.js'
import { newWebhookSecret } from '../../src/outbound/sign-webhook.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { type DatabaseKind, databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { startServerProcess, startServerProcesses } from '../fixtures/server-process.js'
import { openOn } from '../fixtures/stores.js'
import { ROOT_SECRET } from '../fixtures/test-latchkey.js'
import { idsOf, readPush } from '../fixtures/test-webhooks.js'
import { someWebhook } from '../fixtures/webhooks.js'

const soon = { timeout: 30_000 }

/** A database with one webhook, whose servers are yet to be started. */
const prepare = async (kind: DatabaseKind) => {
  const database: TestDatabase = await kind.create()
  const storage: Storage = openOn(database)
  const secret = newWebhookSecret()
  return {
    database,
    secret,
    add: (url: string) =>
      storage.transaction(async ({ webhooks }) => {
        const sealedSecret = nodeSecrets([ROOT_SECRET]).seal('webhook-secret', secret)
        const nextAttemptAt = Date.now()
        await webhooks.add(someWebhook({ url, sealedSecret, nextAttemptAt, events: ['user.updated'] }), 50)
      }),
    /** Something happens to so many people. */
    happen: async (first: number, count: number): Promise<void> => {
      for (let index = first; index < first + count; index += 1)
        await storage.transaction(({ audit }) =>
          audit.note({
            action: 'user.updated',
            actor: { kind: 'server', id: null },
            userId: `usr_${index.toString().padStart(32, '0')}` as never,
            target: null,
            refusal: null,
            caller: null,
            detail: null,
            occurredAt: Date.now(),
          }),
        )
    },
    [Symbol.asyncDispose]: async () => {
      await storage.close()
      await database.drop()
    },
  }
}

describe.each(databaseKinds)('webhooks of several servers on $name', { timeout: 60_000 }, (kind) => {
  test('are sent what happens once, in order, while all live', async () => {
    await using prepared = await prepare(kind)
    await using provider = await startDevelopmentProvider()
    await using receiver = await startReceiver(() => ({ status: 200 }))
    await using _ = await startServerProcesses(3, prepared.database, provider)
    await prepared.add(receiver.url)
    await prepared.happen(0, 100)
    await expect.poll(() => receiver.pushes.length, soon).toBeGreaterThan(0)
    await prepared.happen(100, 100)
    await expect.poll(() => new Set(idsOf(receiver)).size, soon).toBe(200)
    expect(idsOf(receiver)).toHaveLength(200)
    const users = receiver.pushes.map((push) => JSON.parse(push.body).data.user)
    expect(users).toEqual([...users].sort())
  })

  test('lose nothing with a server that is killed in the middle: what was under way comes again, under the same id', async () => {
    await using prepared = await prepare(kind)
    await using provider = await startDevelopmentProvider()
    let reached = (): void => {}
    const middle = new Promise<void>((resolve) => {
      reached = resolve
    })
    const MIDDLE = 5
    await using receiver = await startReceiver(async (index) => {
      if (index !== MIDDLE) return { status: 200 }
      reached()
      // It never hears whether it arrived.
      return new Promise(() => {})
    })
    await prepared.add(receiver.url)
    await prepared.happen(0, 20)
    const first = await startServerProcess(prepared.database, provider)
    await middle
    await first.kill()
    await using _ = await startServerProcess(prepared.database, provider)
    // The lease of the one that died has to end first.
    await expect.poll(() => new Set(idsOf(receiver)).size, { timeout: 50_000 }).toBe(20)
    expect(idsOf(receiver)).toHaveLength(21)
    expect(idsOf(receiver)[MIDDLE + 1]).toBe(idsOf(receiver)[MIDDLE])
    for (const push of receiver.pushes) readPush(prepared.secret, push)
  })
})
