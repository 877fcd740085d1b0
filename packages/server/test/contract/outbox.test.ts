import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { newMailId, type UserId } from '../../src/model/ids.js'
import type { MailIntent } from '../../src/model/mail.js'
import { MINUTE, SECOND } from '../../src/model/time.js'
import type { NewMail } from '../../src/ports/outbox.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds, postgres } from '../fixtures/databases.js'
import { countRows } from '../fixtures/run-sql.js'
import { atOnce, NOW, openStores, someMail, someUserId } from '../fixtures/stores.js'

const ADA = someUserId()
const UNTIL = NOW + 5 * MINUTE
const nobodys = newMailId(NOW, '0123456789abcdef0123')

const INTENTS: readonly MailIntent[] = [
  { kind: 'sign_up', subject: 'sup_0' },
  { kind: 'password_reset' },
  { kind: 'password_choice' },
  { kind: 'email_change', subject: 'otl_0' },
  { kind: 'email_changed', newAddress: '"odd"@example.com' },
  { kind: 'password_changed' },
  { kind: 'account_deleted' },
]

/** A message as it waits. */
const waiting = (mail: NewMail) => ({
  ...mail,
  attempts: 0,
  nextAttemptAt: mail.createdAt,
  outcome: null,
  settledAt: null,
  lastError: null,
})

const addSome = async (storage: Storage, count: number): Promise<readonly NewMail[]> => {
  const mails = Array.from({ length: count }, (_, index) => someMail({ createdAt: NOW - count + index }))
  // Not in the order of their age.
  for (const mail of mails.toReversed()) await storage.outbox.add(mail)
  return mails
}

const addOne = async (storage: Storage, deviation: Partial<NewMail> = {}): Promise<NewMail> => {
  const mail = someMail(deviation)
  await storage.outbox.add(mail)
  return mail
}

const idsOf = (mails: readonly { readonly id: string }[]): readonly string[] => mails.map(({ id }) => id)

describe.each(databaseKinds)('outbox on $name', (kind) => {
  describe('add', () => {
    test.each(INTENTS)('a message about $kind is read back as it was added', async (intent) => {
      await using stores = await openStores(kind)
      const mail = await addOne(stores.here, { intent, locale: 'de' })
      const [claimed] = await stores.elsewhere.outbox.claim(1, NOW, UNTIL)
      expect(claimed).toEqual({ ...waiting(mail), attempts: 1, nextAttemptAt: UNTIL })
    })

    test('a message goes out if and only if its transaction is committed', async () => {
      await using stores = await openStores(kind)
      const failing = stores.here.transaction(async ({ outbox }) => {
        await outbox.add(someMail())
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      const mail = someMail()
      await stores.here.transaction(({ outbox }) => outbox.add(mail))
      expect(await stores.elsewhere.outboxInspection.list('all', 10)).toEqual([waiting(mail)])
    })
  })

  describe('claim', () => {
    test('takes as many as it is told, the oldest first, and nothing that is not due yet', async () => {
      await using stores = await openStores(kind)
      const mails = await addSome(stores.here, 5)
      await addOne(stores.here, { createdAt: NOW + 1 })
      const first = await stores.here.outbox.claim(3, NOW, UNTIL)
      const second = await stores.elsewhere.outbox.claim(3, NOW, UNTIL)
      expect(idsOf([...first, ...second])).toEqual(idsOf(mails))
      expect(await stores.here.outbox.claim(3, NOW, UNTIL)).toEqual([])
    })

    test('a message is with one process at a time, however many ask at once', async () => {
      await using stores = await openStores(kind)
      const mails = await addSome(stores.here, 60)
      const claimed = await atOnce(20, (index) =>
        (index % 2 === 0 ? stores.here : stores.elsewhere).outbox.claim(5, NOW, UNTIL),
      )
      for (const batch of claimed) expect(batch.length).toBeLessThanOrEqual(5)
      const taken = idsOf(claimed.flat())
      expect(new Set(taken).size).toBe(taken.length)
      // Those who asked while others were choosing may have been given less than there was: it is there for the next one.
      for (;;) {
        const rest = await stores.here.outbox.claim(100, NOW, UNTIL)
        if (rest.length === 0) break
        claimed.push(rest)
      }
      expect(idsOf(claimed.flat()).toSorted()).toEqual(idsOf(mails).toSorted())
      for (const mail of claimed.flat()) expect(mail.attempts).toBe(1)
    })

    test('a process that died gives back what it had taken', async () => {
      await using stores = await openStores(kind)
      const mail = await addOne(stores.here)
      await stores.here.outbox.claim(1, NOW, UNTIL)
      expect(await stores.elsewhere.outbox.claim(1, UNTIL - 1, UNTIL)).toEqual([])
      const [again] = await stores.elsewhere.outbox.claim(1, UNTIL, UNTIL + 1)
      expect(again).toMatchObject({ id: mail.id, attempts: 2 })
    })
  })

  describe('settle', () => {
    test.each(['sent', 'needless', 'failed'] as const)(
      'a message that is %s is not tried again',
      async (outcome) => {
        await using stores = await openStores(kind)
        const mail = await addOne(stores.here)
        await stores.here.outbox.settle(mail.id, outcome, NOW + SECOND)
        expect(await stores.here.outbox.claim(1, NOW + 60 * MINUTE, UNTIL)).toEqual([])
        expect(await stores.elsewhere.outboxInspection.list('all', 1)).toEqual([
          { ...waiting(mail), nextAttemptAt: null, outcome, settledAt: NOW + SECOND },
        ])
      },
    )

    test('what the mail server said last stays on record', async () => {
      await using stores = await openStores(kind)
      const [sent, failed] = [await addOne(stores.here), await addOne(stores.here)]
      await stores.here.outbox.retryAt(sent.id, NOW, '450 try later')
      await stores.here.outbox.settle(sent.id, 'sent', NOW)
      await stores.here.outbox.retryAt(failed.id, NOW, '450 try later')
      await stores.here.outbox.settle(failed.id, 'failed', NOW, '550 no such mailbox')
      const errors = (await stores.here.outboxInspection.list('all', 10)).map((mail) => mail.lastError)
      expect(errors.toSorted()).toEqual(['450 try later', '550 no such mailbox'])
    })

    test('what was sent was sent, whatever a process says that took too long', async () => {
      await using stores = await openStores(kind)
      const mail = await addOne(stores.here)
      await stores.here.outbox.settle(mail.id, 'sent', NOW)
      await stores.elsewhere.outbox.settle(mail.id, 'failed', NOW + 1, 'timeout')
      await stores.elsewhere.outbox.retryAt(mail.id, NOW + 1, 'timeout')
      const settled = { ...waiting(mail), nextAttemptAt: null, outcome: 'sent', settledAt: NOW }
      expect(await stores.here.outboxInspection.list('all', 1)).toEqual([settled])
    })

    test('a message another process gave up was sent after all, if this one sent it', async () => {
      await using stores = await openStores(kind)
      const mail = await addOne(stores.here)
      await stores.here.outbox.settle(mail.id, 'failed', NOW, 'timeout')
      await stores.elsewhere.outbox.settle(mail.id, 'sent', NOW + 1)
      expect(await stores.here.outboxInspection.list('failed', 1)).toEqual([])
    })
  })

  test('retryAt lets a message wait until then, with the reason', async () => {
    await using stores = await openStores(kind)
    const mail = await addOne(stores.here)
    await stores.here.outbox.claim(1, NOW, UNTIL)
    await stores.here.outbox.retryAt(mail.id, NOW + 15 * SECOND, '450 try later')
    expect(await stores.elsewhere.outbox.claim(1, NOW + 15 * SECOND - 1, UNTIL)).toEqual([])
    expect(await stores.elsewhere.outbox.claim(1, NOW + 15 * SECOND, UNTIL)).toEqual([
      { ...waiting(mail), attempts: 2, nextAttemptAt: UNTIL, lastError: '450 try later' },
    ])
  })

  describe('a person', () => {
    test('has its messages listed, newest first, in whatever spelling they were sent', async () => {
      await using stores = await openStores(kind)
      const older = await addOne(stores.here, { to: 'ADA@Example.com' })
      const newer = await addOne(stores.here, { createdAt: NOW + 1 })
      await addOne(stores.here, { to: 'grace@example.com' })
      const about = await addOne(stores.here, { to: 'old@example.com', userId: ADA, createdAt: NOW + 2 })
      const person = { userId: ADA, address: 'Ada@example.com' }
      expect(await stores.elsewhere.outbox.listOf(person)).toEqual([
        waiting(about),
        waiting(newer),
        waiting(older),
      ])
      expect(await stores.elsewhere.outbox.listOf({ userId: ADA, address: null })).toEqual([waiting(about)])
      expect(await stores.elsewhere.outbox.listOf({ userId: someUserId(), address: null })).toEqual([])
    })

    test('keeps what went to an address they leave behind, and nothing that is another’s', async () => {
      await using stores = await openStores(kind)
      const [anothersId, person] = [someUserId(), { userId: ADA, address: 'Ada@example.com' }]
      const unclaimed = await addOne(stores.here, { to: 'ADA@Example.com' })
      await addOne(stores.here, { to: 'grace@example.com' })
      const anothers = await addOne(stores.here, { userId: anothersId })
      await stores.here.transaction(({ outbox }) => outbox.keepFor(person))
      const listed = async (userId: UserId) =>
        idsOf(await stores.elsewhere.outbox.listOf({ userId, address: null }))
      expect(await listed(ADA)).toEqual([unclaimed.id])
      expect(await listed(anothersId)).toEqual([anothers.id])
    })

    test('is forgotten when they leave, whether it went out or waits, and nobody else’s is', async () => {
      await using stores = await openStores(kind)
      const settled = await addOne(stores.here, { to: 'ADA@Example.com' })
      await addOne(stores.here)
      await addOne(stores.here, { to: 'old@example.com', userId: ADA })
      const others = await addOne(stores.here, { to: 'grace@example.com' })
      const anothers = await addOne(stores.here, { to: 'joan@example.com', userId: someUserId() })
      await stores.here.outbox.settle(settled.id, 'sent', NOW)
      await stores.here.transaction(({ outbox }) =>
        outbox.dropOf({ userId: ADA, address: 'ada@example.com' }),
      )
      const left = await stores.elsewhere.outboxInspection.list('all', 10)
      expect(idsOf(left).toSorted()).toEqual(idsOf([others, anothers]).toSorted())
    })
  })

  describe('inspection', () => {
    test('lists the newest first, as many as asked for, of the kind asked for', async () => {
      await using stores = await openStores(kind)
      const [first, second, third, fourth] = idsOf(await addSome(stores.here, 4))
      const [sent, failed] = await stores.here.outbox.claim(2, NOW, UNTIL)
      await stores.here.outbox.settle(sent?.id ?? nobodys, 'sent', NOW)
      await stores.here.outbox.settle(failed?.id ?? nobodys, 'failed', NOW)
      const { outboxInspection: inspection } = stores.elsewhere
      expect(idsOf(await inspection.list('all', 10))).toEqual([fourth, third, second, first])
      expect(idsOf(await inspection.list('all', 2))).toEqual([fourth, third])
      expect(idsOf(await inspection.list('waiting', 10))).toEqual([fourth, third])
      expect(idsOf(await inspection.list('waiting', 1))).toEqual([fourth])
      expect(idsOf(await inspection.list('failed', 10))).toEqual([second])
      expect(idsOf(await inspection.list('failed', 0))).toEqual([])
    })

    test('a message that waits or has failed is made due now', async () => {
      await using stores = await openStores(kind)
      const [waits, failed] = [await addOne(stores.here, { createdAt: NOW - 1 }), await addOne(stores.here)]
      await stores.here.outbox.retryAt(waits.id, NOW + 60 * MINUTE, '450 try later')
      await stores.here.outbox.settle(failed.id, 'failed', NOW, '550 no such mailbox')
      for (const { id } of [waits, failed])
        expect(await stores.elsewhere.outboxInspection.retry(id, NOW + 1)).toBe('due')
      expect(await stores.elsewhere.outboxInspection.list('waiting', 10)).toEqual([
        { ...waiting(failed), nextAttemptAt: NOW + 1, lastError: '550 no such mailbox' },
        { ...waiting(waits), nextAttemptAt: NOW + 1, lastError: '450 try later' },
      ])
      expect(idsOf(await stores.here.outbox.claim(10, NOW + 1, UNTIL))).toEqual([waits.id, failed.id])
    })

    test('a message that went out, or is needless, or not there, is not sent again', async () => {
      await using stores = await openStores(kind)
      const [sent, needless] = [await addOne(stores.here), await addOne(stores.here)]
      await stores.here.outbox.settle(sent.id, 'sent', NOW)
      await stores.here.outbox.settle(needless.id, 'needless', NOW)
      for (const id of [sent.id, needless.id, nobodys])
        expect(await stores.here.outboxInspection.retry(id, NOW)).toBe('unknown')
      expect(await countRows(stores.database, 'mails where next_attempt_at is not null')).toBe(0)
    })
  })
})

describe('outbox on a PostgreSQL where another process is just choosing', () => {
  test('what that one looks at is passed over, not waited for', async () => {
    await using stores = await openStores(postgres)
    const [held, free] = [await addOne(stores.here, { createdAt: NOW - 1 }), await addOne(stores.here)]
    const other = new pg.Client({ connectionString: stores.database.url })
    await other.connect()
    try {
      await other.query('begin')
      await other.query('select id from mails where id = $1 for update', [held.id])
      expect(idsOf(await stores.here.outbox.claim(10, NOW, UNTIL))).toEqual([free.id])
      await other.query('rollback')
      expect(idsOf(await stores.here.outbox.claim(10, NOW, UNTIL))).toEqual([held.id])
    } finally {
      await other.end()
    }
  })
})
