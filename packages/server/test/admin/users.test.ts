import { adminUserDetail, adminUserList, OPERATOR_ROLE } from '@latchkey/contract'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { isSignedIn, makeUser, problemOf, startTestAdmin } from '../fixtures/test-admin.js'
import { PASSWORD } from '../fixtures/test-browser-door.js'

const because = { reason: 'lost phone' }

describe.each(databaseKinds)('operators and users on $name', { timeout: 60_000 }, (kind) => {
  test('somebody who is invited chooses a password, and has proved the mailbox with it', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const made = await makeUser(operator, { email: 'Grace@example.com', name: 'Grace', invite: true })
    expect(made).toMatchObject({
      email: 'Grace@example.com',
      emailConfirmedAt: null,
      name: 'Grace',
      roles: [],
    })
    const { token } = await admin.door.linkTo('Grace@example.com')
    const browser = admin.door.openBrowser()
    const reset = await browser.send('POST', '/account/password/reset', { token, password: PASSWORD })
    expect(reset.status, reset.text).toBeLessThan(300)
    expect((await admin.door.signIn(browser, { email: 'grace@example.com' })).status).toBe(200)
    const read = adminUserDetail.parse((await operator.ask('GET', `/users/${made.id}`)).body)
    expect(read).toMatchObject({ hasPassword: true, emailConfirmedAt: expect.any(String) })
    expect(read.sessions).toHaveLength(1)
  })

  test('somebody who is made with a password can sign in, and a bad one is refused', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const email = 'grace@example.com'
    const common = await operator.ask('POST', '/users', { email, password: 'password' })
    expect(problemOf(common)).toMatchObject({
      status: 422,
      code: 'password_too_common',
      parameter: 'password',
    })
    await makeUser(operator, { email, password: PASSWORD, emailConfirmed: true })
    expect((await admin.door.signIn(admin.door.openBrowser(), { email })).status).toBe(200)
    const again = await operator.ask('POST', '/users', { email: 'GRACE@example.com', emailConfirmed: true })
    expect(problemOf(again)).toMatchObject({ status: 409, code: 'address_taken' })
    for (const wish of [
      { invite: true },
      { email, password: PASSWORD, invite: true },
      { email: 1 },
      { admin: true },
    ])
      expect(problemOf(await operator.ask('POST', '/users', wish))).toMatchObject({
        status: 400,
        code: 'invalid_parameter',
      })
    expect(problemOf(await operator.ask('POST', '/users', { email: 'nobody' }))).toMatchObject({
      code: 'address_invalid',
    })
  })

  test('who is suspended is out at once and stays out, until they are restored', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const user = await admin.someone()
    const suspended = await operator.ask('POST', `/users/${user.id}/suspend`, because)
    expect(suspended.body).toMatchObject({ suspendedAt: expect.any(String) })
    expect(await isSignedIn(user.browser)).toBe(false)
    const { email } = suspended.body as { email: string }
    expect((await admin.door.signIn(admin.door.openBrowser(), { email })).status).toBe(400)
    expect((await operator.ask('POST', `/users/${user.id}/restore`, because)).body).toMatchObject({
      suspendedAt: null,
    })
    expect(await isSignedIn(user.browser)).toBe(false)
    expect((await admin.door.signIn(admin.door.openBrowser(), { email })).status).toBe(200)
  })

  test('a password that is taken away opens nothing, and a message lets the owner choose another', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const user = await admin.someone()
    const { email } = adminUserDetail.parse((await operator.ask('GET', `/users/${user.id}`)).body)
    admin.door.mailbox.clear()
    expect((await operator.ask('POST', `/users/${user.id}/password-reset`, because)).body).toEqual({
      ended: 1,
    })
    expect(await isSignedIn(user.browser)).toBe(false)
    expect((await admin.door.signIn(admin.door.openBrowser(), { email: email ?? '' })).status).toBe(400)
    const { token } = await admin.door.linkTo(email ?? '')
    const password = 'another horse battery'
    await admin.door.openBrowser().send('POST', '/account/password/reset', { token, password })
    expect((await admin.door.signIn(admin.door.openBrowser(), { email: email ?? '', password })).status).toBe(
      200,
    )
    const bare = await makeUser(operator)
    expect(problemOf(await operator.ask('POST', `/users/${bare.id}/password-reset`, because))).toMatchObject({
      status: 409,
      code: 'address_missing',
    })
  })

  test('an address is confirmed for one user alone, and can be taken back', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const [one, two] = [
      await makeUser(operator, { email: 'x@example.com' }),
      await makeUser(operator, { email: 'X@example.com' }),
    ]
    const confirm = (id: string, confirmed: boolean) =>
      operator.ask('PUT', `/users/${id}/address-confirmation`, { confirmed, ...because })
    expect((await confirm(one.id, true)).body).toMatchObject({ emailConfirmedAt: expect.any(String) })
    expect(problemOf(await confirm(two.id, true))).toMatchObject({ status: 409, code: 'address_taken' })
    expect((await confirm(one.id, false)).body).toMatchObject({ emailConfirmedAt: null })
    expect((await confirm(two.id, true)).status).toBe(200)
  })

  test('somebody who is deleted is gone, and only the history knows of them', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const user = await admin.someone()
    expect((await operator.ask('POST', `/users/${user.id}/delete`, because)).status).toBe(204)
    expect(await isSignedIn(user.browser)).toBe(false)
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['POST', '/delete', because],
      ['POST', '/suspend', because],
      ['PATCH', '', {}],
    ] as const)
      expect(problemOf(await operator.ask(method, `/users/${user.id}${path}`, body))).toMatchObject({
        status: 404,
        code: 'target_unknown',
      })
    const [entry] = (await admin.history()).filter(({ action }) => action === 'user.deleted')
    expect(entry).toMatchObject({ actor_kind: 'operator', actor_id: operator.id, user_id: user.id })
    expect(JSON.parse(String(entry?.['detail']))).toEqual({ reason: 'lost phone' })
  })

  test('every change stands in the history with who made it, and what was refused changed nothing', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const { id } = await makeUser(operator)
    await operator.ask('PATCH', `/users/${id}`, { name: 'Grace\u0000 Hopper' })
    await operator.ask('PUT', `/users/${id}/roles`, { roles: [OPERATOR_ROLE], ...because })
    await operator.ask('PUT', `/users/${id}/roles`, { roles: [OPERATOR_ROLE], ...because })
    await operator.ask('POST', `/users/${id}/export`, because)
    await operator.ask('POST', `/users/${id}/sessions/end`, because)
    for (const reason of [undefined, '', '  ', 'x'.repeat(501), 7])
      expect((await operator.ask('POST', `/users/${id}/delete`, { reason })).status).toBe(400)
    const told = (await admin.history()).filter(({ user_id }) => user_id === id)
    expect(told.map(({ action }) => action)).toEqual([
      'user.created',
      'user.updated',
      'user.roles_changed',
      'user.exported',
      'session.ended',
    ])
    expect(new Set(told.map(({ actor_kind: who, actor_id: name }) => `${who} ${name}`))).toEqual(
      new Set([`operator ${operator.id}`]),
    )
    expect(JSON.parse(String(told[2]?.['detail']))).toEqual({
      given: [OPERATOR_ROLE],
      taken: [],
      reason: 'lost phone',
    })
    expect((await operator.ask('GET', `/users/${id}`)).body).toMatchObject({ name: 'Grace Hopper' })
  })

  test('a name and a profile are changed by the schema of the project', async () => {
    await using database = await kind.create()
    const profile = z.strictObject({ company: z.string().max(10).optional() })
    await using admin = await startTestAdmin({ database, options: { profile } })
    const operator = await admin.operator()
    const { id } = await makeUser(operator, { profile: { company: 'Navy' } })
    const wrong = await operator.ask('PATCH', `/users/${id}`, { profile: { company: 'x'.repeat(11) } })
    expect(problemOf(wrong)).toMatchObject({
      status: 422,
      code: 'profile_invalid',
      issues: [{ parameter: 'profile.company' }],
    })
    const changed = await operator.ask('PATCH', `/users/${id}`, { name: 'Grace', profile: { company: null } })
    expect(changed.body).toMatchObject({ name: 'Grace', profile: {} })
  })

  test('an account at a provider is taken away, and its owner hears of it', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    await admin.door.exchange(await admin.door.idToken())
    const list = adminUserList.parse((await operator.ask('GET', '/users?provider=google')).body)
    const id = list.items[0]?.id ?? ''
    const { identities } = adminUserDetail.parse((await operator.ask('GET', `/users/${id}`)).body)
    const path = `/users/${id}/identities/${identities[0]?.id}/unlink`
    expect((await operator.ask('POST', path, because)).status).toBe(204)
    expect(problemOf(await operator.ask('POST', path, because))).toMatchObject({ code: 'target_unknown' })
    expect((await operator.ask('GET', `/users/${id}`)).body).toMatchObject({ identities: [] })
  })

  test('lists are searched, filtered and paged, and what cannot be understood is refused by name', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    for (const name of ['Anna', 'Annika', 'Anton', 'Berta']) {
      admin.door.clock.advance(1)
      await makeUser(operator, { name })
    }
    const list = async (query: string) =>
      adminUserList.parse((await operator.ask('GET', `/users?${query}`)).body)
    const first = await list('q=an&limit=2')
    expect(first.items.map(({ name }) => name)).toEqual(['Anna', 'Annika'])
    const second = await list(`q=an&limit=2&cursor=${encodeURIComponent(first.next ?? '')}`)
    expect(second).toMatchObject({ items: [{ name: 'Anton' }], next: null })
    expect((await list(`role=${OPERATOR_ROLE}`)).items.map(({ id }) => id)).toEqual([operator.id])
    expect((await list('limit=3')).items.map(({ name }) => name)).toEqual(['Berta', 'Anton', 'Annika'])
    for (const [query, parameter] of [
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['limit=x', 'limit'],
      ['status=gone', 'status'],
      ['cursor=rubbish', 'cursor'],
      [`cursor=${encodeURIComponent(first.next ?? '')}`, 'cursor'],
      ['createdFrom=yesterday', 'createdFrom'],
      ['offset=3', 'offset'],
    ])
      expect(problemOf(await operator.ask('GET', `/users?${query}`)), query).toMatchObject({
        status: 400,
        code: 'invalid_parameter',
        parameter,
      })
    expect(problemOf(await operator.ask('GET', '/users?q=a&q=b'))).toMatchObject({
      code: 'repeated_parameter',
    })
  })

  test('odd characters are refused or find nothing', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const odd = [
      '%00',
      '%01x',
      '%E0%A4',
      '%ED%A0%80',
      '%F4%8F%BF%BF',
      "'%3B--",
      '%25',
      '_',
      '%F0%9F%99%82',
      '%C2%AD',
    ]
    for (const text of odd) {
      for (const query of [`q=${text}`, `role=${text}`, `provider=${text}`, `q=a&role=${text}`])
        expect([200, 400], `${query}`).toContain((await operator.ask('GET', `/users?${query}`)).status)
      for (const query of [`client=${text}`, `user=${text}`])
        expect([200, 400], query).toContain((await operator.ask('GET', `/sessions?${query}`)).status)
      for (const path of ['/users/', '/clients/'])
        expect([400, 404], path + text).toContain((await operator.ask('GET', path + text)).status)
      const scope = { roles: [decodeURIComponent('%00')], reason: 'test' }
      expect((await operator.ask('PUT', `/users/${operator.id}/roles`, scope)).status).toBe(422)
    }
    for (const name of ['\u0000', 'a\u0000b', '\ud800', '\u202e'])
      expect((await operator.ask('POST', '/users', { name, profile: {} })).status).toBe(201)
  })

  test('nothing that opens anything is in any answer', async () => {
    await using database = await kind.create()
    await using admin = await startTestAdmin({ database })
    const operator = await admin.operator()
    const rows = await runSql(database, 'select hash from passwords')
    const cookies = await runSql(database, 'select cookie_hash from sessions')
    for (const path of [
      `/users/${operator.id}`,
      '/users',
      '/sessions',
      '/clients',
      '/settings',
      '/signing-keys',
      '/mail',
      '/me',
    ]) {
      const { text } = await operator.ask('GET', path)
      for (const secret of [...rows, ...cookies].flatMap((row) => Object.values(row)))
        expect(text).not.toContain(String(secret))
      expect(text).not.toMatch(/sealed|private|web-secret|root-secret/i)
    }
  })
})
