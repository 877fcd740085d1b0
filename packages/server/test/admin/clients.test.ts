import { clientWithSecret, paths } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { HOUR } from '../../src/model/time.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { problemOf, startTestAdmin, type TestAdmin } from '../fixtures/test-admin.js'

const because = { reason: 'test' }

/** Whether a client may still ask. */
const accepts = async (admin: TestAdmin, id: string, secret: string | null): Promise<boolean> =>
  (await admin.door.post(paths.introspect, { token: 'x' }, { id, secret: secret ?? '' })).status === 200

describe.each(databaseKinds)('operators and clients on $name', { timeout: 60_000 }, (kind) => {
  test('a client that is made can ask at once, until it is removed', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const made = await operator.ask('POST', '/clients', { id: 'new app', type: 'confidential' })
    expect(problemOf(made)).toMatchObject({ code: 'invalid_parameter', parameter: 'id' })
    const { client, secret } = clientWithSecret.parse(
      (await operator.ask('POST', '/clients', { id: 'a/b', type: 'confidential', scopes: ['openid'] })).body,
    )
    expect(client).toMatchObject({
      id: 'a/b',
      source: 'database',
      scopes: ['openid'],
      formerSecretUntil: null,
    })
    expect(await accepts(admin, 'a/b', secret)).toBe(true)
    expect((await operator.ask('GET', '/clients/a%2Fb')).body).toEqual(client)
    const taken = await operator.ask('POST', '/clients', { id: 'a/b', type: 'public' })
    expect(problemOf(taken)).toMatchObject({ status: 409, code: 'client_taken' })
    expect((await operator.ask('POST', '/clients/a%2Fb/remove', because)).status).toBe(204)
    expect(await accepts(admin, 'a/b', secret)).toBe(false)
  })

  test('a former secret is accepted for as long as was said, and no longer', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const make = async (path: string, body: object) =>
      clientWithSecret.parse((await operator.ask('POST', path, body)).body).secret
    const first = await make('/clients', { id: 'app', type: 'confidential' })
    const second = await make('/clients/app/rotate-secret', { formerAcceptedFor: 3_600, ...because })
    expect([await accepts(admin, 'app', first), await accepts(admin, 'app', second)]).toEqual([true, true])
    admin.door.clock.advance(HOUR - 1)
    expect(await accepts(admin, 'app', first)).toBe(true)
    admin.door.clock.advance(1)
    expect([await accepts(admin, 'app', first), await accepts(admin, 'app', second)]).toEqual([false, true])
    const later = await admin.operator()
    const third = clientWithSecret.parse(
      (await later.ask('POST', '/clients/app/rotate-secret', { formerAcceptedFor: 0, ...because })).body,
    ).secret
    expect([await accepts(admin, 'app', second), await accepts(admin, 'app', third)]).toEqual([false, true])
  })

  test('clients of the configuration can only be read, and reserved names not be had', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    expect((await operator.ask('GET', '/clients/web')).body).toMatchObject({ source: 'configuration' })
    const acts = [
      await operator.ask('PATCH', '/clients/web', { scopes: [] }),
      await operator.ask('POST', '/clients/web/rotate-secret', { formerAcceptedFor: 0, ...because }),
      await operator.ask('POST', '/clients/web/remove', because),
      await operator.ask('POST', '/clients', { id: 'web', type: 'public' }),
    ]
    for (const act of acts) expect(problemOf(act)).toMatchObject({ status: 409, code: 'client_configured' })
    for (const id of ['browser', 'django', 'api-key'])
      expect(problemOf(await operator.ask('POST', '/clients', { id, type: 'public' }))).toMatchObject({
        code: 'client_taken',
      })
  })

  test('scopes and addresses are changed, and those that cannot be are refused', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    await operator.ask('POST', '/clients', { id: 'app', type: 'confidential' })
    const patch = { scopes: ['openid', 'ssf.manage'], postLogoutRedirectUris: ['https://app.example/bye'] }
    const changed = await operator.ask('PATCH', '/clients/app', patch)
    expect(changed.body).toMatchObject({
      scopes: ['openid', 'ssf.manage'],
      grants: expect.arrayContaining(['client_credentials']),
    })
    expect((await operator.ask('GET', '/clients/app')).body).toEqual(changed.body)
    for (const wrong of [
      { scopes: ['nothing'] },
      { postLogoutRedirectUris: ['javascript:alert(1)'] },
      { postLogoutRedirectUris: ['http://app.example/'] },
      { postLogoutRedirectUris: ['https://app.example/#x'] },
    ])
      expect(problemOf(await operator.ask('PATCH', '/clients/app', wrong))).toMatchObject({
        status: 400,
        code: 'invalid_parameter',
      })
    await operator.ask('POST', '/clients', { id: 'phone', type: 'public' })
    expect(problemOf(await operator.ask('PATCH', '/clients/phone', { scopes: ['ssf.read'] }))).toMatchObject({
      parameter: 'scopes',
    })
    expect(
      problemOf(
        await operator.ask('POST', '/clients/phone/rotate-secret', { formerAcceptedFor: 0, ...because }),
      ),
    ).toMatchObject({ status: 400 })
  })
})

describe.each(databaseKinds)('a request that comes again on $name', { timeout: 60_000 }, (kind) => {
  const key = (text: string) => ({ 'idempotency-key': text })

  test('is made once, and gets the same answer with the same secret, which is kept sealed', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const wish = { id: 'app', type: 'confidential' }
    const first = await operator.ask('POST', '/clients', wish, key('"one"'))
    const again = await operator.ask('POST', '/clients', wish, key('one'))
    expect([again.status, again.text]).toEqual([201, first.text])
    const { secret } = clientWithSecret.parse(first.body)
    const [row] = await runSql(database, 'select sealed from kept_answers')
    expect(String(row?.['sealed'])).not.toContain(secret)
    expect((await admin.history()).filter(({ action }) => action === 'client.created')).toHaveLength(1)
    const other = await operator.ask('POST', '/clients', { ...wish, type: 'public' }, key('one'))
    expect(problemOf(other)).toMatchObject({ status: 422, code: 'request_key_reused' })
  })

  test('at once is made once', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const before = await countRows(database, 'users')
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => operator.ask('POST', '/users', { name: 'Grace' }, key('k'))),
    )
    expect(await countRows(database, 'users')).toBe(before + 1)
    for (const answer of answers) {
      if (answer.status === 201) expect(answer.body).toMatchObject({ name: 'Grace' })
      else expect(problemOf(answer)).toMatchObject({ status: 409, code: 'request_under_way' })
    }
    expect(answers.some(({ status }) => status === 201)).toBe(true)
  })

  test('may come again when it was refused, and a key is the business of one operator', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const [one, two] = [await admin.operator(), await admin.operator()]
    const bad = await one.ask('POST', '/users', { email: 'nobody' }, key('k'))
    expect(problemOf(bad)).toMatchObject({ code: 'address_invalid' })
    expect((await one.ask('POST', '/users', { email: 'a@example.com' }, key('k'))).status).toBe(201)
    expect((await two.ask('POST', '/users', { email: 'b@example.com' }, key('k'))).body).toMatchObject({
      email: 'b@example.com',
    })
    for (const wrong of ['""', 'a b', '"a', 'x'.repeat(256)])
      expect(problemOf(await one.ask('POST', '/users', {}, key(wrong)))).toMatchObject({
        parameter: 'Idempotency-Key',
      })
  })
})
