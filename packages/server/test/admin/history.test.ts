import { type AuditList, auditEntry, auditList } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import {
  makeUser,
  problemOf,
  startTestAdmin,
  type TestAdmin,
  type TestOperator,
} from '../fixtures/test-admin.js'

describe.each(databaseKinds)('the audit history over the admin API, on $name', (kind) => {
  let admin: TestAdmin
  let operator: TestOperator
  let database: Awaited<ReturnType<typeof kind.create>>
  beforeAll(async () => {
    database = await kind.create()
    admin = await startTestAdmin({ database })
    operator = await admin.operator()
  })
  afterAll(async () => {
    await admin[Symbol.asyncDispose]()
    await database.drop()
  })

  const ask = async (query: Readonly<Record<string, string | number>> = {}): Promise<AuditList> => {
    const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, `${value}`]))
    const answer = await operator.ask('GET', `/audit?${text}`)
    expect(answer.status, answer.text).toBe(200)
    return auditList.strict().parse(answer.body)
  }
  const actionsOf = ({ items }: AuditList) => items.map(({ action }) => action)

  test('says who did what to whom, and what they are called', async () => {
    const { id } = await makeUser(operator, { name: 'Petra Zweig' })
    await operator.ask('POST', `/users/${id}/suspend`, { reason: 'lost phone' })
    const page = await ask({ user: id })
    expect(actionsOf(page)).toEqual(['user.suspended', 'user.created'])
    expect(page.items[0]).toMatchObject({
      actor: { kind: 'operator', id: operator.id },
      user: id,
      outcome: 'done',
      refusal: null,
      detail: { reason: 'lost phone' },
      link: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(page.people.map(({ id: who }) => who).sort()).toEqual([id, operator.id].sort())
    expect(page.people).toContainEqual({ id, name: 'Petra Zweig', email: null })
  })

  test('filters by everything, page after page', async () => {
    const { id } = await makeUser(operator)
    for (let more = 3; more > 0; more -= 1) {
      await operator.ask('POST', `/users/${id}/suspend`, { reason: 'again' })
      await operator.ask('POST', `/users/${id}/restore`, { reason: 'again' })
    }
    const first = await ask({ user: id, action: 'user.suspended', limit: 2 })
    expect(actionsOf(first)).toEqual(['user.suspended', 'user.suspended'])
    const second = await ask({ user: id, action: 'user.suspended', limit: 2, cursor: first.next ?? '' })
    expect(actionsOf(second)).toEqual(['user.suspended'])
    expect(second.next).toBeNull()
    expect((await ask({ actor: operator.id, outcome: 'done' })).items.length).toBeGreaterThan(6)
    expect((await ask({ user: id, outcome: 'refused' })).items).toEqual([])
    expect((await ask({ user: id, outcome: 'credentials_wrong' })).items).toEqual([])
    expect((await ask({ user: id, before: '2001-01-01T00:00:00Z' })).items).toEqual([])
    expect((await ask({ user: id, from: '2001-01-01T00:00:00Z' })).items).toHaveLength(7)
    expect((await ask({ user: 'nobody' })).items).toEqual([])
    expect((await ask({ network: '192.0.2.77' })).items).toEqual([])
  })

  test('is followed: what comes is told once, the oldest first', async () => {
    const { follow } = await ask({ limit: 1 })
    expect(await ask({ after: follow })).toMatchObject({ items: [], follow, next: null })
    const one = await makeUser(operator)
    const two = await makeUser(operator)
    const come = await ask({ after: follow })
    expect(come.items.map(({ user }) => user)).toEqual([one.id, two.id])
    expect(come.follow).toBe(follow + 2)
    expect((await ask({ after: follow, user: two.id })).items).toHaveLength(1)
    expect((await ask({ after: come.follow })).items).toEqual([])
  })

  test.each([
    ['cursor', 'x'],
    ['cursor', 'p99999999999999999999'],
    ['after', '-1'],
    ['after', 'NaN'],
    ['after', '1e400'],
    ['action', 'user.exploded'],
    ['outcome', 'toString'],
    ['outcome', '\u0000'],
    ['network', '\u0000'],
    ['from', 'yesterday'],
    ['limit', '101'],
    ['unheard', 'of'],
  ])('refuses %s=%j', async (name, value) => {
    const answer = await operator.ask('GET', `/audit?${new URLSearchParams({ [name]: value })}`)
    expect(problemOf(answer)).toMatchObject({ status: 400, code: 'invalid_parameter' })
  })

  test('goes out as lines of JSON, which say that it went out, and why', async () => {
    const answer = await operator.ask('POST', '/audit/export', { reason: 'the yearly audit' })
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
    const lines = answer.text
      .trimEnd()
      .split('\n')
      .map((line) => auditEntry.strict().parse(JSON.parse(line)))
    expect(lines.map(({ position }) => position)).toEqual(lines.map((_, index) => index + 1))
    expect(lines.at(-1)).toMatchObject({ action: 'audit.exported', detail: { reason: 'the yearly audit' } })
    const none = await operator.ask('POST', '/audit/export', {
      reason: 'none',
      before: '2001-01-01T00:00:00Z',
    })
    expect([none.status, none.text]).toEqual([200, ''])
    const refused = await operator.ask('POST', '/audit/export', {})
    expect(problemOf(refused)).toMatchObject({ status: 400 })
  })
})
