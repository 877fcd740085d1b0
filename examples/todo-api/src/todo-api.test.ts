import { type Auth0Person, type Providers, startProviders } from '@latchkey/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { signInAt } from '../../../conformance/fixtures/sign-in-at.js'
import {
  type ListeningLatchkey,
  startListeningLatchkey,
} from '../../../conformance/fixtures/start-listening-latchkey.js'
import { API, type RunningTodoApi, type Sent, startTodoApi } from '../test/start-todo-api.js'
import type { Todo } from './todo.js'

const USERINFO_PER_MINUTE = 20
const SCOPES = 'todos:read todos:write'

let latchkey: ListeningLatchkey
let providers: Providers
/** Access tokens: of two people of Latchkey, and of one at Auth0. */
let mara: string
let tomas: string
let maraAtAuth0: string

beforeAll(async () => {
  latchkey = await startListeningLatchkey()
  providers = await startProviders({ auth0: { userinfoPerMinute: USERINFO_PER_MINUTE } })
  const [first, second] = latchkey.provider.people
  mara = await signInAt(latchkey, { scope: SCOPES }, first)
  tomas = await signInAt(latchkey, { scope: SCOPES }, second)
  maraAtAuth0 = await auth0Token()
})
afterAll(async () => {
  await latchkey?.[Symbol.asyncDispose]()
  await providers?.close()
})

const someoneAtAuth0 = (deviation: Partial<Auth0Person> = {}): Auth0Person => {
  const [someone] = providers.auth0.people
  if (someone === undefined) throw new Error('nobody is at Auth0')
  return { ...someone, ...deviation }
}
const auth0Token = (person: Partial<Auth0Person> = {}, audience = API) =>
  providers.auth0.issueAccessToken({ person: someoneAtAuth0(person), audience })

const userIdIn = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub

describe.each(['hono', 'express', 'fastify'] as const)('the todo API by %s', (framework) => {
  let api: RunningTodoApi
  let time: number

  const start = () =>
    startTodoApi(
      {
        TODO_API_FRAMEWORK: framework,
        LATCHKEY_ISSUER: latchkey.issuer,
        AUTH0_DOMAIN: providers.auth0.url,
        TODO_API_AUDIENCE: API,
      },
      () => time++,
    )
  beforeAll(async () => {
    time = Date.parse('2026-01-01T00:00:00Z')
    api = await start()
  })
  beforeEach(() => {
    time = Date.parse('2026-01-01T00:00:00Z')
    api.database.exec('DELETE FROM todos')
  })
  afterAll(() => api?.close())

  const send = (method: string, path: string, sent: Sent = {}) =>
    api.send(method, path, { as: mara, ...sent })

  async function add(title: string, as = mara): Promise<Todo> {
    const response = await send('POST', '/todos', { as, body: { title } })
    expect(response.status).toBe(201)
    return (await response.json()) as Todo
  }

  describe('todos', () => {
    it('a new todo comes back whole, with its address, and is on the list', async () => {
      await send('GET', '/me')
      const before = time
      const response = await send('POST', '/todos', { body: { title: '  Water the plants ' } })
      const todo = await response.json()
      expect(todo).toEqual({
        id: expect.stringMatching(/^todo_[0-9a-f]{28}$/),
        title: 'Water the plants',
        done: false,
        createdAt: new Date(before).toISOString(),
        updatedAt: new Date(before).toISOString(),
      })
      expect(response.headers.get('location')).toBe(`/todos/${todo.id}`)
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(await (await send('GET', '/todos')).json()).toEqual({ todos: [todo] })
    })

    it('each todo has the time it was made at, and an id of its own', async () => {
      const one = await add('one')
      time += 60_000
      const two = await add('two')
      expect(Date.parse(two.createdAt) - Date.parse(one.createdAt)).toBeGreaterThanOrEqual(60_000)
      expect(two.id).not.toBe(one.id)
    })

    it('a change touches what it names and the time of change, nothing else', async () => {
      const todo = await add('Water the plants')
      time += 1000
      const changedAt = new Date(time).toISOString()
      const done = await (await send('PATCH', `/todos/${todo.id}`, { body: { done: true } })).json()
      expect(done).toEqual({ ...todo, done: true, updatedAt: changedAt })
      const renamed = await (
        await send('PATCH', `/todos/${todo.id}`, { body: { title: 'Water the cat' } })
      ).json()
      expect(renamed).toMatchObject({ title: 'Water the cat', done: true, createdAt: todo.createdAt })
    })

    it('a deleted todo is gone, and deleting it again says so', async () => {
      const { id } = await add('Water the plants')
      expect((await send('DELETE', `/todos/${id}`)).status).toBe(204)
      expect((await send('DELETE', `/todos/${id}`)).status).toBe(404)
      expect(await (await send('GET', '/todos')).json()).toEqual({ todos: [] })
    })

    it('the list is bounded: the newest first, a page at a time', async () => {
      for (const title of ['one', 'two', 'three']) await add(title)
      const first = await (await send('GET', '/todos?limit=2')).json()
      expect(first.todos.map((todo: Todo) => todo.title)).toEqual(['three', 'two'])
      const second = await (await send('GET', `/todos?limit=2&before=${first.next}`)).json()
      expect(second.todos.map((todo: Todo) => todo.title)).toEqual(['one'])
      expect(second).not.toHaveProperty('next')
    })
  })

  describe('whose they are', () => {
    it('a second person sees nothing of the first', async () => {
      await add('A secret of Mara', mara)
      expect(await (await send('GET', '/todos', { as: tomas })).json()).toEqual({ todos: [] })
    })

    it.each([
      ['PATCH', { done: true }],
      ['DELETE', undefined],
    ])("%s on somebody else's todo answers exactly like one that never was", async (method, body) => {
      const { id } = await add('A secret of Mara', mara)
      const others = await send(method, `/todos/${id}`, { as: tomas, body })
      const nobodys = await send(method, `/todos/todo_${'0'.repeat(28)}`, { as: tomas, body })
      expect([others.status, await others.json()]).toEqual([404, await nobodys.json()])
      expect(await (await send('GET', '/todos')).json()).toMatchObject({ todos: [{ id, done: false }] })
    })

    it('the same subject at another issuer is another person', async () => {
      await add('A secret of Mara', mara)
      const namesake = await auth0Token({
        userId: userIdIn(mara),
        permissions: ['todos:read', 'todos:write'],
      })
      expect(await (await send('GET', '/todos', { as: namesake })).json()).toEqual({ todos: [] })
      const { userId } = await (await send('GET', '/me', { as: namesake })).json()
      expect(userId).toBe(`${providers.auth0.issuer}|${userIdIn(mara)}`)
    })
  })

  describe('people of Latchkey and of Auth0, side by side,', () => {
    it('may do at this API what their issuer permits', async () => {
      const reader = await auth0Token({ userId: 'auth0|reader', permissions: ['todos:read'] })
      expect((await send('GET', '/todos', { as: reader })).status).toBe(200)
      expect((await send('POST', '/todos', { as: reader, body: { title: 'x' } })).status).toBe(403)
    })

    it('are known by who vouches for them', async () => {
      expect(await (await send('GET', '/me', { as: tomas })).json()).toEqual({
        userId: userIdIn(tomas),
        sessionId: expect.stringMatching(/^ses_/),
        clientId: 'web',
        scopes: expect.arrayContaining(['todos:read', 'todos:write']),
        amr: ['fed'],
        firstSeenAt: expect.stringMatching(/^2026-01-01T/),
      })
      expect(await (await send('GET', '/me', { as: maraAtAuth0 })).json()).toEqual({
        userId: `${providers.auth0.issuer}|auth0|65f0c1d2a9b87e3d4c5b6a70`,
        clientId: providers.auth0.client.id,
        scopes: expect.arrayContaining(['todos:read', 'todos:write']),
        amr: [],
        name: 'Mara Lindqvist',
        firstSeenAt: expect.stringMatching(/^2026-01-01T/),
      })
    })

    it('keep their own todos', async () => {
      await add('of Latchkey', mara)
      await add('of Auth0', maraAtAuth0)
      const titles = async (as: string) => {
        const { todos } = await (await send('GET', '/todos', { as })).json()
        return todos.map((todo: Todo) => todo.title)
      }
      expect([await titles(mara), await titles(maraAtAuth0)]).toEqual([['of Latchkey'], ['of Auth0']])
    })

    it('are asked about once and have one row, however many requests come first', async () => {
      const userId = `auth0|crowd-${framework}`
      const as = await auth0Token({ userId })
      const answers = await Promise.all(Array.from({ length: 50 }, () => send('GET', '/todos', { as })))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
      const rows = api.database.prepare('SELECT * FROM people WHERE subject = ?').all(userId)
      expect(rows).toMatchObject([
        { issuer: providers.auth0.issuer, subject: userId, name: 'Mara Lindqvist' },
      ])
      const next = await fetch(`${providers.auth0.url}/userinfo`, {
        headers: { authorization: `Bearer ${as}` },
      })
      expect(next.headers.get('x-ratelimit-remaining')).toBe(String(USERINFO_PER_MINUTE - 2))
    })

    it('get 503 and come again when Auth0 has no answer left for them, and no row is written', async () => {
      const userId = `auth0|busy-${framework}`
      const as = await auth0Token({ userId })
      const headers = { authorization: `Bearer ${as}` }
      for (let spent = 0; spent < USERINFO_PER_MINUTE; spent += 1)
        await fetch(`${providers.auth0.url}/userinfo`, { headers })
      const response = await send('GET', '/todos', { as })
      expect([response.status, await response.json()]).toMatchObject([503, { reason: 'issuer_unreachable' }])
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(api.database.prepare('SELECT * FROM people WHERE subject = ?').all(userId)).toEqual([])
    })
  })

  describe('who may', () => {
    it.each([
      ['GET', '/me'],
      ['GET', '/todos'],
      ['POST', '/todos'],
      ['PATCH', '/todos/todo_0'],
      ['DELETE', '/todos/todo_0'],
    ])('%s %s without an access token is refused with a challenge', async (method, path) => {
      const response = await api.send(method, path)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /)
      expect(await response.json()).toMatchObject({ reason: 'token_missing' })
    })

    it('nobody has to sign in to learn that the API is up', async () => {
      expect(await (await api.send('GET', '/health')).json()).toEqual({ status: 'ok' })
    })

    it('a token for another API, and one of another issuer, are refused', async () => {
      const elsewhere = await auth0Token({}, 'https://elsewhere.example')
      const forAnother = await send('GET', '/todos', { as: elsewhere })
      expect([forAnother.status, await forAnother.json()]).toMatchObject([
        401,
        { reason: 'token_audience_mismatch' },
      ])
      const ofGoogle = await send('GET', '/todos', { as: await latchkey.provider.issueIdToken() })
      expect([ofGoogle.status, await ofGoogle.json()]).toMatchObject([401, { error: 'invalid_token' }])
    })

    it('who may only read cannot add, change or delete', async () => {
      const { id } = await add('Water the plants')
      const reader = await signInAt(latchkey, { scope: 'todos:read' })
      expect((await send('GET', '/todos', { as: reader })).status).toBe(200)
      const attempts = [
        send('POST', '/todos', { as: reader, body: { title: 'x' } }),
        send('PATCH', `/todos/${id}`, { as: reader, body: { done: true } }),
        send('DELETE', `/todos/${id}`, { as: reader }),
      ]
      expect((await Promise.all(attempts)).map(({ status }) => status)).toEqual([403, 403, 403])
    })

    it('who may only write cannot read', async () => {
      const response = await send('GET', '/todos', {
        as: await signInAt(latchkey, { scope: 'todos:write' }),
      })
      expect(response.status).toBe(403)
      expect(response.headers.get('www-authenticate')).toContain('scope="todos:read"')
    })
  })

  describe('bad input is refused with what is wrong', () => {
    const long = 'x'.repeat(201)
    it.each([
      ['{"title":', 400, 'not valid JSON'],
      ['"a string"', 400, 'body: '],
      ['null', 400, 'body: '],
      ['[]', 400, 'body: '],
      ['{}', 400, 'title: '],
      ['{"title":"x","__proto__":{"done":true}}', 400, ''],
      [{ title: 7 }, 400, 'title: '],
      [{ title: null }, 400, 'title: '],
      [{ title: '' }, 400, 'title: must not be empty'],
      [{ title: ' \t ' }, 400, 'title: must not be empty'],
      [{ title: long }, 400, 'title: must be at most 200 characters'],
      [{ title: 'two\nlines' }, 400, 'title: must be one line'],
      [{ title: 'x', owner: 'usr_tomas' }, 400, '"owner"'],
      [{ title: 'x', id: 'todo_1' }, 400, '"id"'],
      [{ title: 'x'.repeat(9_000) }, 413, 'at most 8192 bytes'],
    ])('POST %j', async (body, status, reason) => {
      const response = await send('POST', '/todos', { body })
      expect(response.status).toBe(status)
      expect((await response.json()).error_description).toContain(reason)
      expect(await (await send('GET', '/todos')).json()).toEqual({ todos: [] })
    })

    it.each(['application/x-www-form-urlencoded', 'text/plain', 'text/html', 'application/jsonx'])(
      'a body as %s, which another site could make a browser send',
      async (type) => {
        const sent = { body: '{"title":"x"}', headers: { 'content-type': type } }
        const response = await send('POST', '/todos', sent)
        expect([response.status, (await response.json()).error_description]).toEqual([
          415,
          'Send the body as application/json.',
        ])
      },
    )

    it('no body at all', async () => {
      const response = await send('POST', '/todos')
      expect(response.status).toBe(415)
      const emptyJson = await send('POST', '/todos', { body: '' })
      expect([400, 415]).toContain(emptyJson.status)
    })

    it.each([
      [{}, 'must change something'],
      [{ done: 'yes' }, 'done: '],
      [{ createdAt: '2020-01-01' }, '"createdAt"'],
    ])('PATCH %j', async (body, reason) => {
      const todo = await add('Water the plants')
      const response = await send('PATCH', `/todos/${todo.id}`, { body })
      expect(response.status).toBe(400)
      expect((await response.json()).error_description).toContain(reason)
      expect(await (await send('GET', '/todos')).json()).toEqual({ todos: [todo] })
    })

    it.each([
      ['1', 'id: must be an id'],
      ['todo_', 'id: must be an id'],
      ['todo_XYZ', 'id: must be an id'],
      [`todo_${'0'.repeat(29)}`, 'id: must be an id'],
      ["'%20OR%201=1", 'id: must be an id'],
      ['%E0%A4%A', ''],
    ])('id %s', async (id, reason) => {
      for (const [method, body] of [
        ['PATCH', { done: true }],
        ['DELETE', undefined],
      ] as const) {
        const response = await send(method, `/todos/${id}`, { body })
        expect(response.status).toBe(400)
        expect(await response.json()).toEqual({
          error: 'invalid_input',
          error_description: expect.stringContaining(reason),
        })
      }
    })

    it.each([
      ['limit=0', 'limit: must be a whole number from 1 to 100'],
      ['limit=101', 'limit: '],
      ['limit=1.5', 'limit: '],
      ['limit=0x10', 'limit: '],
      ['limit=many', 'limit: '],
      ['limit=', 'limit: '],
      ['limit=1&limit=2', 'each parameter once'],
      ['before=1', 'before: must be an id'],
      ['page=2', '"page"'],
      ['__proto__=2', '"__proto__"'],
    ])('query %s', async (query, reason) => {
      const response = await send('GET', `/todos?${query}`)
      expect([response.status, await response.json()]).toEqual([
        400,
        { error: 'invalid_input', error_description: expect.stringContaining(reason) },
      ])
    })

    it('an address that is not there says so', async () => {
      const response = await send('GET', '/nothing')
      expect([response.status, await response.json()]).toMatchObject([404, { error: 'not_found' }])
    })
  })

  it('a fault of ours reads as one: it is logged, and the caller learns nothing of it', async () => {
    const broken = await start()
    await broken.send('GET', '/todos', { as: mara })
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    broken.database.close()
    const response = await broken.send('GET', '/todos', { as: mara })
    expect([response.status, await response.json()]).toEqual([
      500,
      { error: 'internal_error', error_description: 'Something went wrong on our side.' },
    ])
    expect(logged.mock.calls).toEqual([
      [expect.objectContaining({ message: 'The database connection is not open' })],
    ])
    logged.mockRestore()
    await broken.close()
  })
})
