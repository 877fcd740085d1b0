import { againstFloor, load } from '../load.mjs'

/** What the hot addresses of the doors for old frontends cost: each against the least work behind Hono that could do it. */
export async function ask({ latchkey, floors, django }) {
  const json = { 'content-type': 'application/json' }
  const results = []
  const question = async (name, floor, [measured, least]) =>
    results.push({ question: name, floor, ...(await againstFloor(measured, least)) })

  const user = { method: 'GET', headers: { authorization: `Bearer ${django.pair.access}` } }
  await question('dj-rest-auth: user/', 'Hono answers the same bytes', [
    () => load(latchkey, '/api/auth/user/', user),
    () => load(floors, '/session', { method: 'GET' }),
  ])
  const profile = { method: 'GET', headers: { cookie: `sessionid=${django.sessionKey}` } }
  await question('Django session: users/profile/', 'Hono answers the same bytes', [
    () => load(latchkey, '/api/users/profile/', profile),
    () => load(floors, '/session', { method: 'GET' }),
  ])
  const page = { headers: { ...json, authorization: `Bearer ${django.fastapi}` } }
  await question('FastAPI tutorial: users/session/, with an access JWT', 'Hono signs (ES256) and answers', [
    () => load(latchkey, '/v1/users/session/', page),
    () => load(floors, '/sign', {}),
  ])
  await question('DRF token at an API in the process', 'Hono answers the same bytes', [
    () =>
      load(latchkey, '/bench/todos', { method: 'GET', headers: { authorization: `Bearer ${django.drf}` } }),
    () => load(floors, '/session', { method: 'GET' }),
  ])
  await question('dj-rest-auth: token/refresh/', 'form, durable UPDATE, ES256', [
    () => loadRefresh(latchkey, django),
    () => load(floors, '/form-update-signature', { body: 'refresh=x' }),
  ])
  return results
}

const CONNECTIONS = 32

/** Each connection is a frontend: it sends what the answer before gave it. */
async function loadRefresh(latchkey, { social }) {
  const frontends = []
  for (let index = 0; index < CONNECTIONS; index += 1) frontends.push((await social()).refresh)
  let next = 0
  return load(latchkey, '/api/auth/token/refresh/', {
    headers: { 'content-type': 'application/json' },
    setupClient: (client) => {
      let token = frontends[next++]
      const send = () => client.setBody(JSON.stringify({ refresh: token }))
      send()
      client.on('body', (body) => {
        token = JSON.parse(body.toString()).refresh
        send()
      })
    },
  })
}
