import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { createGuard, createLocalKeys } from '@latchkey/guard'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp } from './create-app.js'
import type { Todo } from './todo.js'
import { openTodoStore, type TodoStore } from './todo-store.js'

const ISSUER = 'https://latchkey.example'
const AUDIENCE = 'https://todos.example'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256', use: 'sig' }] }
const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE, keys: createLocalKeys(jwks) })

/** A valid access token, but for the deviation. */
function accessToken(deviation: Record<string, unknown> = {}): string {
  const now = Math.floor(Date.now() / 1000)
  const header = { alg: 'ES256', typ: 'at+jwt', kid: 'k1' }
  const claims = {
    iss: ISSUER,
    sub: 'usr_mara',
    aud: AUDIENCE,
    iat: now,
    exp: now + 600,
    jti: randomUUID(),
    sid: 'ses_mara',
    client_id: 'next-app',
    scope: 'todos:read todos:write',
    amr: ['fed'],
    ...deviation,
  }
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

const mara = accessToken()
const tomas = accessToken({ sub: 'usr_tomas', sid: 'ses_tomas' })

let store: TodoStore
let time: number

beforeEach(() => {
  time = Date.parse('2026-01-01T00:00:00Z')
  store = openTodoStore(':memory:', () => time++)
})
afterEach(() => store.close())

function send(method: string, path: string, { as = mara, body, headers = {} }: Sent = {}) {
  const sent = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
  return createApp(guard, store).request(path, {
    method,
    body: sent,
    headers: {
      authorization: `Bearer ${as}`,
      ...(sent && { 'content-type': 'application/json' }),
      ...headers,
    },
  })
}

interface Sent {
  as?: string
  body?: unknown
  headers?: Record<string, string>
}

async function add(title: string, as = mara): Promise<Todo> {
  const response = await send('POST', '/todos', { as, body: { title } })
  expect(response.status).toBe(201)
  return (await response.json()) as Todo
}

describe('todos', () => {
  it('a new todo comes back whole, with its address, and is on the list', async () => {
    const response = await send('POST', '/todos', { body: { title: '  Water the plants ' } })
    const todo = await response.json()
    expect(todo).toEqual({
      id: expect.stringMatching(/^todo_[0-9a-f]{28}$/),
      title: 'Water the plants',
      done: false,
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
    })
    expect(response.headers.get('location')).toBe(`/todos/${todo.id}`)
    expect(await (await send('GET', '/todos')).json()).toEqual({ todos: [todo] })
  })

  it('a change touches what it names and the time of change, nothing else', async () => {
    const todo = await add('Water the plants')
    time += 1000
    const done = await (await send('PATCH', `/todos/${todo.id}`, { body: { done: true } })).json()
    expect(done).toEqual({ ...todo, done: true, updatedAt: '2026-01-01T00:00:01.001Z' })
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

  it('everybody can ask how the API knows them', async () => {
    expect(await (await send('GET', '/me', { as: tomas })).json()).toEqual({
      userId: 'usr_tomas',
      sessionId: 'ses_tomas',
      clientId: 'next-app',
      scopes: ['todos:read', 'todos:write'],
      amr: ['fed'],
    })
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
    const response = await createApp(guard, store).request(path, { method })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /)
    expect(await response.json()).toMatchObject({ reason: 'token_missing' })
  })

  it('a token for another API is refused', async () => {
    const response = await send('GET', '/todos', { as: accessToken({ aud: 'https://elsewhere.example' }) })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ reason: 'token_audience_mismatch' })
  })

  it('who may only read cannot add, change or delete', async () => {
    const { id } = await add('Water the plants')
    const reader = accessToken({ scope: 'todos:read' })
    expect((await send('GET', '/todos', { as: reader })).status).toBe(200)
    const attempts = [
      send('POST', '/todos', { as: reader, body: { title: 'x' } }),
      send('PATCH', `/todos/${id}`, { as: reader, body: { done: true } }),
      send('DELETE', `/todos/${id}`, { as: reader }),
    ]
    expect((await Promise.all(attempts)).map(({ status }) => status)).toEqual([403, 403, 403])
  })

  it('who may only write cannot read', async () => {
    const response = await send('GET', '/todos', { as: accessToken({ scope: 'todos:write' }) })
    expect(response.status).toBe(403)
    expect(response.headers.get('www-authenticate')).toContain('scope="todos:read"')
  })
})

describe('bad input is refused with what is wrong', () => {
  const long = 'x'.repeat(201)
  it.each([
    ['{"title":', 400, 'not valid JSON'],
    ['', 415, 'application/json'],
    ['"a string"', 400, 'body: '],
    ['null', 400, 'body: '],
    ['{}', 400, 'title: '],
    [{ title: 7 }, 400, 'title: '],
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

  it.each(['1', 'todo_', 'todo_XYZ', `todo_${'0'.repeat(29)}`, '%E0%A4%A', "'%20OR%201=1"])(
    'id %s',
    async (id) => {
      for (const [method, body] of [
        ['PATCH', { done: true }],
        ['DELETE', undefined],
      ] as const) {
        const response = await send(method, `/todos/${id}`, { body })
        expect(response.status).toBe(400)
        expect((await response.json()).error_description).toContain('id: must be an id')
      }
    },
  )

  it.each(['limit=0', 'limit=101', 'limit=1.5', 'limit=many', 'before=1', 'page=2'])(
    'query %s',
    async (query) => {
      expect((await send('GET', `/todos?${query}`)).status).toBe(400)
    },
  )

  it('a form is refused: it is what another site could make a browser send', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await send('POST', '/todos', { body: 'title=x', headers })).status).toBe(415)
  })

  it('an address that is not there says so', async () => {
    const response = await send('GET', '/nothing')
    expect([response.status, await response.json()]).toMatchObject([404, { error: 'not_found' }])
  })
})

it('a fault of ours reads as one: it is logged, and the caller learns nothing of it', async () => {
  const logged = vi.spyOn(console, 'error').mockReturnValue()
  store.close()
  const response = await send('GET', '/todos')
  expect([response.status, await response.json()]).toEqual([
    500,
    { error: 'internal_error', error_description: 'Something went wrong on our side.' },
  ])
  expect(logged.mock.calls).toEqual([
    [expect.objectContaining({ message: 'The database connection is not open' })],
  ])
  logged.mockRestore()
})
