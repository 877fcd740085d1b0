import {
  adminClient,
  adminClientList,
  clientWithSecret,
  deadLetterList,
  mailList,
  rotatedKey,
  signingKeyList,
} from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { type CommandFolder, makeCommandFolder } from '../fixtures/command.js'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'

const ENVIRONMENT = {
  LATCHKEY_SECRET: 'a-root-secret-of-a-test-0123456789abcdef',
  LATCHKEY_ISSUER: 'http://localhost:4000',
}

const runJson = async (folder: CommandFolder, ...args: readonly string[]): Promise<unknown> => {
  const { code, stdout, stderr } = await folder.run([...args, '--json'])
  expect([code, stderr], args.join(' ')).toEqual([0, ''])
  return JSON.parse(stdout)
}

describe.each(databaseKinds)('--json on $name', { timeout: 120_000 }, (kind) => {
  test('is one document, as the admin API answers it; what was done is in the history of the account', async () => {
    await using database = await kind.createEmpty()
    await using folder = await makeCommandFolder({ ...ENVIRONMENT, LATCHKEY_DATABASE: database.url })
    expect(await runJson(folder, 'migrate')).toEqual({ applied: expect.any(Array) })
    const goOn = 'https://app.example.com/signed-out'
    const told = 'https://app.example.com/logout'
    const adding = [
      'client',
      'add',
      'web',
      '--scope',
      'openid',
      '--post-logout',
      goOn,
      '--back-channel',
      told,
    ]
    const added = clientWithSecret.parse(await runJson(folder, ...adding))
    expect(added).toMatchObject({
      client: { scopes: ['openid'], postLogoutRedirectUris: [goOn], backChannelLogoutUri: told },
    })
    const rotated = clientWithSecret.parse(
      await runJson(folder, 'client', 'rotate-secret', 'web', '--reason', 'it leaked'),
    )
    expect(rotated.secret).not.toBe(added.secret)
    expect(rotated.client.formerSecretUntil).not.toBeNull()
    const streams = () => runSql(database, 'select push_endpoint from event_streams')
    expect(await streams()).toEqual([{ push_endpoint: told }])
    const updated = [
      'client',
      'update',
      'web',
      '--scope',
      'openid email',
      '--no-post-logout',
      '--no-back-channel',
    ]
    expect(adminClient.parse(await runJson(folder, ...updated))).toMatchObject({
      scopes: ['openid', 'email'],
      postLogoutRedirectUris: [],
      backChannelLogoutUri: null,
    })
    expect(await streams()).toEqual([])
    const shown = adminClient.parse(await runJson(folder, 'client', 'show', 'web'))
    expect(adminClientList.parse(await runJson(folder, 'client', 'list')).items).toEqual([shown])
    expect(await runJson(folder, 'client', 'remove', 'web', '--yes')).toEqual({ removed: 'web' })
    const { key } = rotatedKey.parse(await runJson(folder, 'keys', 'rotate', '--now'))
    expect(signingKeyList.parse(await runJson(folder, 'keys', 'list')).items).toEqual([key])
    expect(mailList.parse(await runJson(folder, 'mail', 'list')).items).toEqual([])
    expect(deadLetterList.parse(await runJson(folder, 'events', 'dead')).items).toEqual([])

    const history = await runSql(database, 'select * from audit_entries order by id')
    expect(history.map((row) => (row as { action: string }).action)).toEqual([
      'client.created',
      'client.secret_rotated',
      'client.updated',
      'client.removed',
      'signing_key.rotated',
    ])
    for (const row of history) expect(row).toMatchObject({ actor_kind: 'command' })
    expect(JSON.stringify(history)).toContain('it leaked')
    for (const secret of [added.secret, rotated.secret]) expect(JSON.stringify(history)).not.toContain(secret)
  })
})

describe('what is typed wrong ends with 2, says what to do, and does nothing', () => {
  test.each([
    [['client', 'add', 'two words'], 'Choose a short name'],
    [['client', 'add', 'web', '--scope', 'everything'], 'Add it to scopes'],
    [['client', 'add', 'web', '--post-logout', 'javascript:1'], 'it is no https address'],
    [['client', 'update', 'web'], 'Give --scope, --post-logout, --no-post-logout'],
    [['client', 'add', 'web', '--back-channel', 'http://app.example.com/'], 'it is no https address'],
    [['client', 'add', 'web', '--public', '--back-channel', 'https://a.example/'], 'to confidential clients'],
    [['client', 'rotate-secret', 'web', '--former-for', 'a day'], 'Give --former-for 86400'],
    [['client'], 'Usage: latchkey client'],
    [['keys', 'list', '--josn'], 'Did you mean --json?'],
  ])('%j', async (args, expected) => {
    await using folder = await makeCommandFolder(ENVIRONMENT)
    const { code, stdout, stderr } = await folder.run(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(expected)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  test('what cannot be taken back is not done where nobody can be asked', async () => {
    await using folder = await makeCommandFolder(ENVIRONMENT)
    expect((await folder.run(['client', 'add', 'web'])).code).toBe(0)
    for (const args of [
      ['client', 'remove', 'web'],
      ['client', 'rotate-secret', 'web', '--former-for', '0'],
    ])
      expect(await folder.run(args)).toMatchObject({ code: 2, stderr: expect.stringContaining('Give --yes') })
    expect((await folder.run(['client', 'list'])).stdout).toBe('web  confidential\n')
  })
})
