import { paths, REFRESH_TOKEN_GRANT } from '@latchkey/contract'
import { djRestAuth, drfToken, fastapiTokens } from '@latchkey/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addFormerPerson,
  askDoor,
  startDjangoDoor,
} from '../packages/server/test/fixtures/test-django-door.js'
import { CONFIDENTIAL, PUBLIC, type TestLatchkey } from '../packages/server/test/fixtures/test-latchkey.js'

// The doors for old frontends give out five kinds of tokens, three of them JWTs. Whoever holds one tries it wherever another is taken.

/** Django's encoding of "password". */
const HASH = 'pbkdf2_sha256$1000$seasalt$YIWkt6M1JFXrHg5s0jZjBSc7C2Cz6QvchSJ0h8Y+i7c='
const GRACE = { sub: '1001', email: 'grace@gmail.com', email_verified: true, name: 'Grace' }

const KINDS = [
  'drf token',
  'simple access',
  'simple refresh',
  'fastapi token',
  'fastapi access',
  'oauth access',
  'oauth refresh',
] as const
type Kind = (typeof KINDS)[number]

let house: TestLatchkey
let tokens: Readonly<Record<Kind, string>>

beforeAll(async () => {
  house = await startDjangoDoor([
    drfToken(),
    djRestAuth({ prefix: '/api/auth' }),
    fastapiTokens({ prefix: '/v1' }),
  ])
  await addFormerPerson(house, { id: '1', username: 'ada', passwordHash: HASH })
  const bodyOf = async <Body>(path: string, body: unknown, headers = {}): Promise<Body> =>
    (await askDoor(house, path, { body, headers })).body as Body
  const idToken = () => house.idToken(undefined, GRACE)
  const drf = await bodyOf<{ tokens: string }>('/google/', { auth_token: await idToken() })
  const pair = await bodyOf<{ access: string; refresh: string }>('/api/social/login/google/', {
    id_token: await idToken(),
  })
  const login = { username: 'ada', password: 'password' }
  const fastapi = await bodyOf<{ access_token: string }>('/v1/users/login/', login)
  const authorization = `Bearer ${fastapi.access_token}`
  const page = await bodyOf<{ access_token: string }>('/v1/users/session/', {}, { authorization })
  const oauth = await house.signIn(PUBLIC)
  tokens = {
    'drf token': drf.tokens,
    'simple access': pair.access,
    'simple refresh': pair.refresh,
    'fastapi token': fastapi.access_token,
    'fastapi access': page.access_token,
    'oauth access': oauth.access_token,
    'oauth refresh': oauth.refresh_token,
  }
})
afterAll(() => house[Symbol.asyncDispose]())

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

interface Place {
  readonly name: string
  /** What is taken there. */
  readonly takes: readonly Kind[]
  readonly show: (token: string) => Promise<{ readonly status: number }>
}

/** Access JWTs are one kind: of whichever door, they are ours and name a live session. */
const ACCESS: readonly Kind[] = ['simple access', 'fastapi access', 'oauth access']

const places: readonly Place[] = [
  {
    name: 'token/refresh/',
    takes: ['simple refresh'],
    show: (refresh) => askDoor(house, '/api/auth/token/refresh/', { body: { refresh } }),
  },
  {
    name: 'token/verify/',
    takes: ['simple refresh', 'simple access', 'fastapi access'],
    show: (token) => askDoor(house, '/api/auth/token/verify/', { body: { token } }),
  },
  {
    name: 'user/',
    takes: ['simple access', 'fastapi access'],
    show: (token) => askDoor(house, '/api/auth/user/', bearer(token)),
  },
  {
    name: '/users/session/',
    takes: ['fastapi token'],
    show: (token) => askDoor(house, '/v1/users/session/', { method: 'POST', ...bearer(token) }),
  },
  {
    name: 'Authorization: Token',
    takes: ['drf token'],
    // Past authentication the body is looked at: 400.
    show: async (token) => {
      const headers = { authorization: `Token ${token}` }
      const { status } = await askDoor(house, '/google/', { body: {}, headers })
      return { status: status === 400 ? 200 : status }
    },
  },
  {
    name: 'an API behind the guard',
    takes: ['drf token', ...ACCESS],
    show: async (token) => {
      const { admitted } = await house.latchkey.guard.admit({ authorization: [`Bearer ${token}`] })
      return { status: admitted ? 200 : 401 }
    },
  },
  {
    name: 'userinfo',
    takes: ACCESS,
    show: (token) => askDoor(house, paths.userinfo, bearer(token)),
  },
  {
    name: 'the token endpoint, as another client',
    takes: [],
    show: (token) =>
      house.post(paths.token, { grant_type: REFRESH_TOKEN_GRANT, refresh_token: token }, CONFIDENTIAL),
  },
]

describe.each(places)('at $name', ({ takes, show }) => {
  it.each(KINDS.filter((kind) => !takes.includes(kind)))(
    'a token of the kind "%s" opens nothing',
    async (kind) => {
      expect((await show(tokens[kind])).status).toBeGreaterThanOrEqual(400)
    },
  )

  it.runIf(takes.length > 0)('what is taken there opens it', async () => {
    for (const kind of takes) expect([kind, (await show(tokens[kind])).status]).toEqual([kind, 200])
  })

  it('a token that was changed in any one place opens nothing', async () => {
    for (const kind of takes) {
      const token = tokens[kind]
      for (let place = 0; place < token.length; place += 7) {
        const other = token.charAt(place) === 'a' ? 'b' : 'a'
        const changed = token.slice(0, place) + other + token.slice(place + 1)
        expect([kind, place, (await show(changed)).status]).not.toEqual([kind, place, 200])
      }
    }
  })
})
