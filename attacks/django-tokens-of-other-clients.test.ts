import { ID_TOKEN_TYPE, paths, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import { djRestAuth } from '@latchkey/server'
import { expect, it, onTestFinished } from 'vitest'
import { APP, startTestBrowserDoor } from '../packages/server/test/fixtures/test-browser-door.js'
import { askDoor } from '../packages/server/test/fixtures/test-django-door.js'
import { PUBLIC } from '../packages/server/test/fixtures/test-latchkey.js'

// An access token that the OAuth door gave to another application, for one scope, is shown at the door for old frontends: by that
// application, or by an API it was sent to.

it('an access token of another client neither reads nor changes anything at the door of old frontends', async () => {
  const door = await startTestBrowserDoor({
    options: {
      doors: [djRestAuth({ prefix: '/api/auth' })],
      browser: {
        topology: { kind: 'same-origin', app: APP },
        pages: { confirmSignUp: '/v/{token}', resetPassword: '/r/{uid}/{token}' },
      },
    },
  })
  onTestFinished(() => door[Symbol.asyncDispose]())
  const person = { sub: '1001', email: 'grace@gmail.com', email_verified: true, name: 'Grace' }
  const signedIn = await askDoor(door, '/api/social/login/google/', {
    body: { id_token: await door.idToken(undefined, person) },
  })
  expect(signedIn.status).toBe(200)
  const exchange = {
    grant_type: TOKEN_EXCHANGE_GRANT,
    subject_token: await door.idToken(undefined, person),
    subject_token_type: ID_TOKEN_TYPE,
    scope: 'todos:read',
  }
  const answer = await door.post(paths.token, exchange, PUBLIC)
  const { access_token: token } = (await answer.json()) as { access_token: string }
  expect(token).toMatch(/^ey/)
  const headers = { authorization: `Bearer ${token}` }
  const password = 'set by another application'
  const change = { new_password1: password, new_password2: password }
  for (const request of [
    { path: '/api/auth/user/', headers },
    { path: '/api/auth/user/', method: 'PATCH', body: { username: 'owned' }, headers },
    { path: '/api/auth/password/change/', body: change, headers },
    { path: '/api/auth/token/verify/', body: { token } },
  ])
    expect(await askDoor(door, request.path, request), request.path).toMatchObject({ status: 401 })
  const logIn = { body: { email: 'grace@gmail.com', password } }
  expect(await askDoor(door, '/api/auth/login/', logIn)).toMatchObject({ status: 400 })
})
