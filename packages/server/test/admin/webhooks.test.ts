import { adminDeliveryList, webhookWithSecret } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { startReceiver } from '../../../../conformance/fixtures/receiver.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { makeUser, problemOf, startTestAdmin } from '../fixtures/test-admin.js'
import { makeWebhook, readPush } from '../fixtures/test-webhooks.js'

const wish = { url: 'http://127.0.0.1:1/', events: ['user.created'] }
const because = { reason: 'test' }

describe.each(databaseKinds)('operators and webhooks on $name', { timeout: 60_000 }, (kind) => {
  test('a webhook that is made is listed, changed, paused and removed, and all of it is noted', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const webhook = await makeWebhook(operator, wish)
    expect(webhook.secret).toMatch(/^whsec_/)
    const read = await webhook.read()
    expect((await operator.ask('GET', '/webhooks')).body).toEqual({ items: [read], next: null })
    expect(JSON.stringify(read)).not.toContain('whsec')
    const patch = {
      url: 'http://127.0.0.1:2/',
      events: ['session.ended'],
      description: 'Orders',
      state: 'paused',
    }
    expect(await webhook.update(patch)).toEqual({ ...read, ...patch, pausedBecause: 'operator' })
    expect((await operator.ask('POST', `/webhooks/${webhook.id}/remove`, because)).status).toBe(204)
    expect(problemOf(await operator.ask('GET', `/webhooks/${webhook.id}`))).toMatchObject({
      code: 'target_unknown',
    })
    const noted = (await admin.history()).filter(({ target }) => target === webhook.id)
    expect(noted.map(({ action }) => action)).toEqual([
      'webhook.created',
      'webhook.updated',
      'webhook.removed',
    ])
    expect(JSON.parse(String(noted[2]?.['detail']))).toEqual({ host: '127.0.0.1:2', ...because })
  })

  test('who may only look sees whose server an address is, and not the rest, which may let in', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const url = 'http://127.0.0.1:1/hooks/a-token?key=another'
    const webhook = await makeWebhook(operator, { ...wish, url })
    const support = await admin.support()
    const seen = [await support.ask('GET', '/webhooks'), await support.ask('GET', `/webhooks/${webhook.id}`)]
    for (const { status, body } of seen) {
      expect(status).toBe(200)
      expect(JSON.stringify(body)).toContain('"url":"http://127.0.0.1:1/…"')
      expect(JSON.stringify(body)).not.toMatch(/token|another/)
    }
    expect(await webhook.read()).toMatchObject({ url })
  })

  test('a request to make one that comes again makes one, with the secret it had', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const make = () => operator.ask('POST', '/webhooks', wish, { 'idempotency-key': 'once' })
    const first = webhookWithSecret.parse((await make()).body)
    expect((await make()).body).toEqual(first)
    expect(await countRows(database, 'webhooks')).toBe(1)
    // As if the secret of the server had been replaced meanwhile.
    await runSql(database, `update kept_answers set sealed = 'sealed.v1.AAAA'`)
    expect(problemOf(await make())).toMatchObject({ status: 422, code: 'request_key_reused' })
    expect(await countRows(database, 'webhooks')).toBe(1)
  })

  test('there are as many as fifty', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    for (let index = 0; index < 50; index += 1) await makeWebhook(operator, wish)
    expect(problemOf(await operator.ask('POST', '/webhooks', wish))).toMatchObject({
      status: 409,
      code: 'webhook_limit_reached',
    })
  })

  test('what cannot be is refused, and names what is wrong', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const refused = async (deviation: object) =>
      problemOf(await operator.ask('POST', '/webhooks', { ...wish, ...deviation }))
    for (const url of [
      'http://receiver.example/',
      'ftp://127.0.0.1/',
      'https://user:password@receiver.example/',
      'https://receiver.example/#part',
      'https://receiver.example/\u0000',
      'https://receiver.example/\ud800',
      '//receiver.example/',
      'javascript:alert(1)',
      `https://receiver.example/${'x'.repeat(2_000)}`,
      '',
      7,
      null,
    ])
      expect(await refused({ url }), String(url)).toMatchObject({ status: 400, parameter: 'url' })
    for (const events of [[], ['user.exploded'], ['webhook.test'], 'user.created', [7]])
      expect((await refused({ events })).parameter).toMatch(/^events/)
    for (const description of ['\u0000', '\ud800', 'x'.repeat(201), 7])
      expect(await refused({ description })).toMatchObject({ status: 400, parameter: 'description' })
    expect(await refused({ secret: 'whsec_mine' })).toMatchObject({ parameter: 'secret' })
    expect(await countRows(database, 'webhooks')).toBe(0)
    for (const id of ['whk_1', '%00', `whk_${'0'.repeat(32)}`, 'x'.repeat(5_000)])
      for (const answer of [
        await operator.ask('GET', `/webhooks/${id}`),
        await operator.ask('GET', `/webhooks/${id}/deliveries`),
        await operator.ask('PATCH', `/webhooks/${id}`, {}),
        await operator.ask('POST', `/webhooks/${id}/test`),
        await operator.ask('POST', `/webhooks/${id}/remove`, because),
      ])
        expect(problemOf(answer)).toMatchObject({ status: 404, code: 'target_unknown' })
  })

  test('where receivers must be public, one on this machine is no address to send to', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({
      database,
      options: { events: { privateReceivers: false } },
    })
    const operator = await admin.operator()
    expect(problemOf(await operator.ask('POST', '/webhooks', wish))).toMatchObject({ parameter: 'url' })
    await using receiver = await startReceiver()
    const { port } = new URL(receiver.url)
    const webhook = await makeWebhook(operator, { url: `https://localhost:${port}/` })
    const tried = await operator.ask('POST', `/webhooks/${webhook.id}/test`)
    expect(tried.body).toEqual({
      delivered: false,
      status: null,
      error: 'the address leads into a private network',
    })
    expect(receiver.pushes).toEqual([])
  })

  test('a test is sent at once, one to a webhook that is paused too, and says what was answered', async () => {
    await using database = await kind.create()
    await using receiver = await startReceiver((index) => ({ status: index === 0 ? 204 : 500 }))
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const webhook = await makeWebhook(operator, { url: receiver.url })
    await webhook.update({ state: 'paused' })
    const attempt = async () => (await operator.ask('POST', `/webhooks/${webhook.id}/test`)).body
    expect(await attempt()).toEqual({ delivered: true, status: 204, error: null })
    expect(await attempt()).toEqual({ delivered: false, status: 500, error: 'the receiver answered 500' })
    const [push] = receiver.pushes
    expect(push && readPush(webhook.secret, push)).toMatchObject({
      type: 'webhook.test',
      data: { webhook: webhook.id },
    })
    expect(await webhook.deliveries()).toEqual([])
    expect(await webhook.read()).toMatchObject({ pausedBecause: 'operator', lastError: null })
  })

  test('deliveries are read a page at a time, and only those of one state where that is asked for', async () => {
    await using database = await kind.create()
    await using receiver = await startReceiver(() => ({ status: 200 }))
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const webhook = await makeWebhook(operator, { url: receiver.url })
    const users = [await makeUser(operator), await makeUser(operator), await makeUser(operator)]
    await expect.poll(() => webhook.deliveries('?state=delivered'), { timeout: 20_000 }).toHaveLength(3)
    const path = `/webhooks/${webhook.id}/deliveries`
    const page = async (query: string) =>
      adminDeliveryList.parse((await operator.ask('GET', `${path}?limit=2${query}`)).body)
    const first = await page('')
    const second = await page(`&cursor=${first.next}`)
    expect(second.next).toBeNull()
    const told = [...first.items, ...second.items].map(({ body }) => JSON.parse(body).data.user)
    expect(told.sort()).toEqual(users.map(({ id }) => id).sort())
    expect(await page('&state=failed')).toEqual({ items: [], next: null })
    for (const query of ['state=gone', 'cursor=b.x', 'cursor=%00', 'limit=0', 'x=1'])
      expect(problemOf(await operator.ask('GET', `${path}?${query}`))).toMatchObject({ status: 400 })
  })

  test('a secret of a server that is no more is said to be lost, and rotating mends it', async () => {
    await using database = await kind.create()
    await using receiver = await startReceiver(() => ({ status: 200 }))
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const webhook = await makeWebhook(operator, { url: receiver.url })
    await runSql(database, `update webhooks set sealed_secret = 'sealed.v1.AAAA'`)
    const tried = async () => (await operator.ask('POST', `/webhooks/${webhook.id}/test`)).body
    expect(await tried()).toMatchObject({ delivered: false, error: expect.stringContaining('rotate it') })
    await makeUser(operator)
    await expect
      .poll(() => webhook.read(), { timeout: 20_000 })
      .toMatchObject({
        lastError: expect.stringContaining('rotate it'),
      })
    const asked = { formerSignsFor: 0, ...because }
    expect((await operator.ask('POST', `/webhooks/${webhook.id}/rotate-secret`, asked)).status).toBe(200)
    expect(await tried()).toMatchObject({ delivered: true })
  })
})
