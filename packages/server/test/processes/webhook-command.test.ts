import { adminDeliveryList, adminWebhookList, webhookTestResult, webhookWithSecret } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { startReceiver } from '../../../../conformance/fixtures/receiver.js'
import { newDeliveryId } from '../../src/model/ids.js'
import { type CommandFolder, makeCommandFolder } from '../fixtures/command.js'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { readPush } from '../fixtures/test-webhooks.js'

const ENVIRONMENT = {
  LATCHKEY_SECRET: 'a-root-secret-of-a-test-0123456789abcdef',
  LATCHKEY_ISSUER: 'http://localhost:4000',
}
const BY = ['--reason', 'it leaked']

const runJson = async (folder: CommandFolder, ...args: readonly string[]): Promise<unknown> => {
  const { code, stdout, stderr } = await folder.run(['webhook', ...args, '--json'])
  expect([code, stderr], args.join(' ')).toEqual([0, ''])
  return JSON.parse(stdout)
}

describe.each(databaseKinds)('latchkey webhook on $name', { timeout: 200_000 }, (kind) => {
  test('one is made, tried, given another secret and removed, and the history says so', async () => {
    await using database = await kind.createEmpty()
    await using receiver = await startReceiver((index) => ({ status: index === 0 ? 204 : 500 }))
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: database.url })
    const events = ['--event', 'user.created', '--event', 'user.deleted']
    const made = webhookWithSecret.parse(
      await runJson(folder, 'create', receiver.url, ...events, '--description', 'the CRM'),
    )
    const { id } = made.webhook
    expect(made.webhook).toMatchObject({ events: ['user.created', 'user.deleted'], description: 'the CRM' })

    const tried = webhookTestResult.parse(await runJson(folder, 'test', id))
    expect(tried).toEqual({ delivered: true, status: 204, error: null })
    const [push] = receiver.pushes
    expect(push && readPush(made.secret, push)).toMatchObject({ type: 'webhook.test' })
    expect(await folder.run(['webhook', 'test', id])).toMatchObject({
      code: 1,
      stdout: 'It did not arrive: the receiver answered 500.\n',
    })

    const rotated = webhookWithSecret.parse(await runJson(folder, 'rotate', id, ...BY))
    expect(rotated.secret).not.toBe(made.secret)
    expect(rotated.webhook.formerSecretUntil).not.toBeNull()
    expect(adminWebhookList.parse(await runJson(folder, 'list')).items).toEqual([rotated.webhook])
    expect((await folder.run(['webhook', 'list'])).stdout).toBe(
      `${id}  enabled  ${receiver.url}  user.created user.deleted  the CRM\n`,
    )
    const other = ['--url', `${receiver.url}/other`, '--event', 'user.deleted', '--description', '']
    expect(await runJson(folder, 'update', id, ...other, '--state', 'paused')).toMatchObject({
      ...{ id, url: `${receiver.url}/other`, events: ['user.deleted'], state: 'paused', description: '' },
    })
    expect((await folder.run(['webhook', 'update', id, '--state', 'enabled'])).stdout).toBe(
      `${id}  enabled  ${receiver.url}/other  user.deleted\n`,
    )
    expect(await runJson(folder, 'remove', id, '--yes', ...BY)).toEqual({ removed: id })
    expect((await folder.run(['webhook', 'list'])).stdout).toBe('There are no webhooks.\n')

    const history = await runSql(database, 'select * from audit_entries order by id')
    expect(history).toMatchObject(
      ['created', 'updated', 'updated', 'updated', 'removed'].map((action) => ({
        ...{ action: `webhook.${action}`, actor_kind: 'command', target: id },
      })),
    )
    for (const secret of [made.secret, rotated.secret])
      expect(JSON.stringify([history, await runSql(database, 'select * from webhooks')])).not.toContain(
        secret,
      )
  })

  test('what was sent is listed, and an event is made due again', async () => {
    await using database = await kind.createEmpty()
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: database.url })
    const address = 'http://127.0.0.1:1/hooks'
    const made = webhookWithSecret.parse(await runJson(folder, 'create', address, '--event', 'user.created'))
    const delivery = newDeliveryId(0, '0'.repeat(20))
    await runSql(
      database,
      `insert into webhook_deliveries (id, webhook_id, position, type, body, state, attempts, created_at, last_status, last_error, expires_at)
        values ('${delivery}', '${made.webhook.id}', 1, 'user.created', '{}', 'failed', 10, 0, 500, 'the receiver answered 500', ${Date.now() + 1e9})`,
    )
    const failed = await runJson(folder, 'deliveries', made.webhook.id, '--state', 'failed')
    expect(adminDeliveryList.parse(failed).items).toMatchObject([{ id: delivery, attempts: 10 }])
    expect((await folder.run(['webhook', 'deliveries', made.webhook.id])).stdout).toBe(
      `${delivery}  failed     user.created  since 1970-01-01T00:00:00.000Z  10 attempts  the receiver answered 500\n`,
    )
    expect(await runJson(folder, 'resend', made.webhook.id, delivery)).toEqual({ due: delivery })
    const waiting = await runJson(folder, 'deliveries', made.webhook.id, '--state', 'waiting')
    expect(adminDeliveryList.parse(waiting).items).toMatchObject([{ id: delivery, attempts: 0 }])
  })
})

const UNKNOWN = `whk_${'0'.repeat(32)}`

test.each([
  [['create', 'https://crm.example.com/hooks'], 2, 'Give --event, once for each: user.signed_up'],
  [['create', 'https://crm.example.com/hooks', '--event', 'user.born'], 2, 'There is no event user.born.'],
  [['create', 'http://crm.example.com/', '--event', 'user.created'], 2, 'It must be an https URL.'],
  [['create', 'two words', '--event', 'user.created'], 2, 'The address cannot be meant.'],
  [['update', UNKNOWN], 2, 'Give --url, --event, --description or --state.'],
  [['update', UNKNOWN, '--state', 'gone'], 2, 'enabled, paused'],
  [['update', UNKNOWN, '--event', 'user.born'], 2, 'There is no event user.born.'],
  [['update', UNKNOWN, '--url', 'http://crm.example.com/'], 2, 'It must be an https URL.'],
  [['update', UNKNOWN, '--state', 'enabled'], 1, 'There is no such webhook.'],
  [['rotate', UNKNOWN, '--former-for', 'a day'], 2, 'Give --former-for 86400'],
  [['rotate', UNKNOWN, ...BY], 1, 'There is no such webhook.'],
  [['test', UNKNOWN], 1, 'There is no such webhook.'],
  [['remove', 'x', '--yes', ...BY], 1, 'There is no such webhook.'],
  [['deliveries', UNKNOWN], 1, 'latchkey webhook list shows those there are.'],
  [['deliveries', UNKNOWN, '--state', 'lost'], 2, '--state'],
  [['resend', UNKNOWN, 'msg_x'], 1, 'There is no such webhook.'],
])('latchkey webhook %j says what is wrong, and does nothing', async (args, status, expected) => {
  await using folder = await makeCommandFolder(ENVIRONMENT)
  const { code, stdout, stderr } = await folder.run(['webhook', ...args])
  expect([code, stdout], stderr).toEqual([status, ''])
  expect(stderr).toContain(expected)
  expect(stderr).not.toMatch(/^\s+at /m)
})

test('what cannot be taken back is not done where nobody can be asked', async () => {
  await using folder = await makeCommandFolder(ENVIRONMENT)
  const { webhook } = webhookWithSecret.parse(
    await runJson(folder, 'create', 'https://crm.example.com/', '--event', 'user.created'),
  )
  for (const args of [
    ['remove', webhook.id, ...BY],
    ['rotate', webhook.id, '--former-for', '0', ...BY],
  ])
    expect(await folder.run(['webhook', ...args])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Give --yes'),
    })
  expect(adminWebhookList.parse(await runJson(folder, 'list')).items).toEqual([webhook])
})
