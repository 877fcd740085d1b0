import { describe, expect, test } from 'vitest'
import { type PushAnswer, startReceiver } from '../../../../conformance/fixtures/receiver.js'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/model/time.js'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { makeUser, startTestAdmin } from '../fixtures/test-admin.js'
import { idsOf, makeWebhook, readPush } from '../fixtures/test-webhooks.js'

const soon = { timeout: 20_000 }
const because = { reason: 'test' }

describe.each(databaseKinds)('webhooks on $name', { timeout: 60_000 }, (kind) => {
  test('what was asked for is sent, signed, with ids alone; nothing else is', async () => {
    await using database = await kind.create()
    await using receiver = await startReceiver(() => ({ status: 200 }))
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const early = await makeUser(operator)
    const webhook = await makeWebhook(operator, {
      url: receiver.url,
      events: ['user.created', 'user.deleted'],
    })
    const user = await makeUser(operator, { email: 'eve@example.com', name: 'Eve' })
    await operator.ask('POST', `/users/${user.id}/suspend`, because)
    await operator.ask('POST', `/users/${user.id}/delete`, because)
    await expect.poll(() => receiver.pushes.length, soon).toBe(2)
    const events = receiver.pushes.map((push) => readPush(webhook.secret, push))
    const by = { kind: 'operator', id: operator.id }
    expect(events).toEqual([
      { type: 'user.created', timestamp: expect.any(String), data: { user: user.id, by } },
      { type: 'user.deleted', timestamp: expect.any(String), data: { user: user.id, by } },
    ])
    const said = JSON.stringify(receiver.pushes)
    for (const unsaid of ['Eve', 'eve@example.com', early.id, 'test-agent', because.reason])
      expect(said).not.toContain(unsaid)
    await expect.poll(() => webhook.deliveries('?state=delivered'), soon).toHaveLength(2)
    const deliveries = await webhook.deliveries()
    expect(deliveries.map(({ id }) => id).sort()).toEqual([...idsOf(receiver)].sort())
    expect(deliveries[0]).toMatchObject({
      attempts: 1,
      lastStatus: 200,
      nextAttemptAt: null,
      lastError: null,
    })
    expect((await webhook.read()).lastDeliveredAt).not.toBeNull()
  })

  test('what failed is sent again by the schedule, under the same id, and holds up nothing else', async () => {
    await using database = await kind.create()
    const answers: PushAnswer[] = [{ status: 500 }, { status: 200 }, { status: 503 }, { status: 200 }]
    await using receiver = await startReceiver((index) => answers[index] ?? { status: 200 })
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const webhook = await makeWebhook(operator, { url: receiver.url })
    await makeUser(operator)
    await expect.poll(() => webhook.deliveries(), soon).toMatchObject([{ attempts: 1, lastStatus: 500 }])
    expect(await webhook.read()).toMatchObject({ lastError: 'the receiver answered 500', state: 'enabled' })
    await makeUser(operator)
    admin.door.clock.advance(2 * SECOND)
    await expect.poll(() => receiver.pushes.length, soon).toBe(2)
    await expect.poll(() => webhook.deliveries('?state=delivered'), soon).toHaveLength(1)
    expect(await webhook.read()).toMatchObject({ failingSince: null, lastError: null })
    admin.door.clock.advance(4 * SECOND)
    await expect.poll(() => receiver.pushes.length, soon).toBe(3)
    await expect.poll(() => webhook.deliveries('?state=waiting'), soon).toMatchObject([{ attempts: 2 }])
    admin.door.clock.advance(6 * MINUTE)
    await expect.poll(() => webhook.deliveries('?state=delivered'), soon).toHaveLength(2)
    const [first, second, third, fourth] = idsOf(receiver)
    expect([third, fourth]).toEqual([first, first])
    expect(second).not.toBe(first)
    const signatures = receiver.pushes.map(({ headers }) => headers['webhook-signature'])
    expect(new Set(signatures).size).toBe(4)
    for (const push of receiver.pushes) readPush(webhook.secret, push)
  })

  test.each([
    [429, () => '3600'],
    [503, (now: number) => new Date(now + HOUR).toUTCString()],
  ])(
    'a receiver that answers %i and asks for an hour has it, and then gets everything',
    async (status, wish) => {
      await using database = await kind.create()
      await using admin = await startTestAdmin({ database })
      const { clock } = admin.door
      await using receiver = await startReceiver((index) =>
        index === 0 ? { status, headers: { 'retry-after': wish(clock.now()) } } : { status: 200 },
      )
      const operator = await admin.operator()
      const webhook = await makeWebhook(operator, { url: receiver.url })
      await makeUser(operator)
      await expect.poll(() => webhook.deliveries(), soon).toMatchObject([{ attempts: 1, lastStatus: status }])
      const [waiting] = await webhook.deliveries()
      expect(Date.parse(waiting?.nextAttemptAt ?? '') - clock.now()).toBe(HOUR)
      await makeUser(operator)
      clock.advance(HOUR)
      await expect.poll(() => webhook.deliveries('?state=delivered'), soon).toHaveLength(2)
      expect(receiver.pushes).toHaveLength(3)
    },
  )

  test('one that is gone is paused at once; enabled again it goes on where it stopped', async () => {
    await using database = await kind.create()
    let status = 410
    await using receiver = await startReceiver(() => ({ status }))
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const webhook = await makeWebhook(operator, { url: receiver.url })
    await makeUser(operator)
    await expect.poll(() => webhook.read(), soon).toMatchObject({ state: 'paused', pausedBecause: 'gone' })
    const missed = await makeUser(operator)
    status = 200
    expect(await webhook.update({ state: 'enabled' })).toMatchObject({
      state: 'enabled',
      pausedBecause: null,
      failingSince: null,
    })
    await expect.poll(() => receiver.pushes.length, soon).toBe(2)
    expect(receiver.pushes.at(-1)?.body).toContain(missed.id)
    const [failed] = await webhook.deliveries('?state=failed')
    expect(failed).toMatchObject({ lastStatus: 410, nextAttemptAt: null })
    const retried = await operator.ask('POST', `/webhooks/${webhook.id}/deliveries/${failed?.id}/retry`)
    expect(retried.status).toBe(204)
    await expect.poll(() => webhook.deliveries('?state=delivered'), soon).toHaveLength(2)
    expect(idsOf(receiver)[2]).toBe(failed?.id)
  })

  test('one that takes nothing for days is paused, and says so', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const webhook = await makeWebhook(operator, { url: 'http://127.0.0.1:1/' })
    await makeUser(operator)
    await expect.poll(() => webhook.deliveries(), soon).toMatchObject([{ attempts: 1, lastStatus: null }])
    for (let attempts = 2; attempts <= 4; attempts += 1) {
      admin.door.clock.advance(HOUR)
      await expect.poll(() => webhook.deliveries(), soon).toMatchObject([{ attempts }])
    }
    admin.door.clock.advance(5 * DAY)
    const later = await admin.operator()
    const read = async () => (await later.ask('GET', `/webhooks/${webhook.id}`)).body
    await expect.poll(read, soon).toMatchObject({ state: 'paused', pausedBecause: 'failing' })
  })

  test('one that does not answer holds up no other', async () => {
    await using database = await kind.create()
    let answer = (_: PushAnswer): void => {}
    const answered = new Promise<PushAnswer>((resolve) => {
      answer = resolve
    })
    await using silent = await startReceiver(() => answered)
    await using receiver = await startReceiver(() => ({ status: 200 }))
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    await makeWebhook(operator, { url: silent.url })
    await makeWebhook(operator, { url: receiver.url })
    await makeUser(operator)
    await expect.poll(() => silent.pushes.length, soon).toBe(1)
    await makeUser(operator)
    await expect.poll(() => receiver.pushes.length, soon).toBe(2)
    expect(silent.pushes).toHaveLength(1)
    answer({ status: 200 })
  })

  test('while a secret is rotated both sign; the former one no longer than was said', async () => {
    await using database = await kind.create()
    await using receiver = await startReceiver(() => ({ status: 200 }))
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const webhook = await makeWebhook(operator, { url: receiver.url })
    const rotate = async (formerSignsFor: number) =>
      (await operator.ask('POST', `/webhooks/${webhook.id}/rotate-secret`, { formerSignsFor, ...because }))
        .body
    const { secret, webhook: told } = (await rotate(300)) as { secret: string; webhook: object }
    expect(told).toMatchObject({ formerSecretUntil: expect.any(String) })
    await makeUser(operator)
    await expect.poll(() => receiver.pushes.length, soon).toBe(1)
    admin.door.clock.advance(300 * SECOND)
    await makeUser(operator)
    await expect.poll(() => receiver.pushes.length, soon).toBe(2)
    const [both, one] = receiver.pushes
    if (both === undefined || one === undefined) throw new Error('nothing arrived')
    for (const known of [webhook.secret, secret]) expect(readPush(known, both)).toBeDefined()
    expect(readPush(secret, one)).toBeDefined()
    expect(() => readPush(webhook.secret, one)).toThrow()
    expect(await webhook.read()).toMatchObject({ formerSecretUntil: null })
  })

  test('no secret stands in the database, in the history or in the log', async () => {
    await using database = await kind.create()
    await using receiver = await startReceiver(() => ({ status: 500, body: 'told by the receiver' }))
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const webhook = await makeWebhook(operator, { url: `${receiver.url}?token=in-the-address` })
    await makeUser(operator)
    await expect.poll(() => webhook.deliveries(), soon).toMatchObject([{ attempts: 1 }])
    const rows = await runSql(database, 'select * from webhooks')
    const seen = JSON.stringify([
      rows,
      await admin.history(),
      await webhook.deliveries(),
      admin.door.logLines,
    ])
    expect(seen).not.toContain(webhook.secret.slice('whsec_'.length))
    expect(seen).not.toContain('told by the receiver')
    const noted = JSON.stringify([await admin.history(), admin.door.logLines])
    expect(noted).toContain(webhook.id)
    expect(noted).not.toContain('in-the-address')
  })

  test('thousands of events arrive, each once, in the order of the history', async () => {
    await using database = await kind.create()
    await using receiver = await startReceiver(() => ({ status: 200 }))
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    await makeWebhook(operator, { url: receiver.url, events: ['user.updated'] })
    const count = 2_000
    const numbers =
      kind.name === 'sqlite'
        ? `(with recursive n(value) as (select 1 union all select value + 1 from n where value < ${count}) select value from n) as n`
        : `generate_series(1, ${count}) as n(value)`
    await runSql(
      database,
      `insert into audit_entries (action, actor_kind, user_id, occurred_at) select 'user.updated', 'server', 'usr_' || n.value, 0 from ${numbers}`,
    )
    await expect.poll(() => receiver.pushes.length, { timeout: 45_000 }).toBe(count)
    const users = receiver.pushes.map(({ body }) => JSON.parse(body).data.user)
    expect(users).toEqual(Array.from({ length: count }, (_, index) => `usr_${index + 1}`))
    expect(new Set(idsOf(receiver)).size).toBe(count)
  })
})
