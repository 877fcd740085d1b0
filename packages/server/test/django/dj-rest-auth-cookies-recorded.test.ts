import { djRestAuth } from '@latchkey/server'
import type { TestDatabase } from '../fixtures/databases.js'
import { askDoor, type DoorAnswer, startDjangoDoor } from '../fixtures/test-django-door.js'
import type { TestLatchkey } from '../fixtures/test-latchkey.js'
import { replay } from './replay.js'

const APP = 'http://localhost:3000'
const ALICE = { sub: '1001', email: 'alice@example.com', email_verified: true }

interface Pair {
  readonly access_token: string
  readonly refresh_token: string
}

let house: TestLatchkey
const start = async (database: TestDatabase): Promise<AsyncDisposable> => {
  house = await startDjangoDoor(
    [
      djRestAuth({
        prefix: '/api/auth',
        tokenNames: 'old',
        userIds: 'uuid',
        cookies: { access: 'nextjsdrf-access-token', refresh: 'nextjsdrf-refresh-token' },
        origins: [APP],
        user: ({ id, username, email }) => ({ userId: id, username, email }),
      }),
    ],
    { database },
  )
  return house
}

const post = (path: string, body?: unknown, headers = {}): Promise<DoorAnswer> =>
  askDoor(house, path, { method: 'POST', body, headers })
const social = async (): Promise<DoorAnswer> =>
  post('/api/social/login/google/', { id_token: await house.idToken(undefined, ALICE) })
const pair = async (): Promise<Pair> => (await social()).body as Pair
const refresh = (token: string): Promise<DoorAnswer> => post('/api/auth/token/refresh/', { refresh: token })
const logOut = (body?: unknown): Promise<DoorAnswer> => post('/api/auth/logout/', body)
/** One that was rotated, whose session has ended since somebody showed it again. */
const rotatedLongAgo = async (): Promise<string> => {
  const { refresh_token: token } = await pair()
  await refresh(token)
  house.clock.advance(6 * 60_000)
  return token
}
const cookieOf = ({ access_token: token }: Pair): string => `nextjsdrf-access-token=${token}`

replay(start, {
  recording: '001-blacklist-cookie-variant.txt',
  requests: {
    '[blacklist+cookies] social ok': social,
    'refresh 1st': async () => refresh((await pair()).refresh_token),
    'refresh replay old': async () => refresh(await rotatedLongAgo()),
    'verify blacklisted': async () => {
      const token = await rotatedLongAgo()
      await refresh(token)
      return post('/api/auth/token/verify/', { token })
    },
    'user with cookie': async () =>
      askDoor(house, '/api/auth/user/', { headers: { cookie: cookieOf(await pair()) } }),
    'logout no refresh': () => logOut(),
    'logout ok': async () => logOut({ refresh: (await pair()).refresh_token }),
    'logout again (blacklisted)': async () => {
      const { refresh_token: token } = await pair()
      await logOut({ refresh: token })
      return logOut({ refresh: token })
    },
    'logout junk': () => logOut({ refresh: 'nonsense' }),
    'logout null': async () =>
      post('/api/auth/logout/', { refresh: null }, { cookie: cookieOf(await pair()), origin: APP }),
    'session cookie login then POST w/o csrf': async () =>
      askDoor(house, '/api/auth/user/', {
        method: 'PATCH',
        body: { username: 'x' },
        headers: { cookie: cookieOf(await pair()), origin: 'https://evil.example' },
      }),
  },
  differences: [
    {
      titles: /social ok$/,
      parts: ['body.user.password', 'cookie csrftoken', 'cookie messages', 'cookie sessionid'],
      why: 'the hash of a password; a second credential that nobody reads',
    },
    { titles: /^user with cookie$/, parts: ['body.password'], why: 'the same' },
    {
      titles: /^(.*social ok|refresh 1st)$/,
      parts: ['cookie nextjsdrf-access-token max-age', 'cookie nextjsdrf-access-token samesite'],
      why: 'access tokens live ten minutes; None without Secure is kept by no browser',
    },
    { titles: /social ok$/, parts: ['cookie nextjsdrf-refresh-token samesite'], why: 'the same' },
    {
      titles: /^refresh 1st$/,
      parts: ['cookie nextjsdrf-refresh-token'],
      why: 'the cookie that was there is of the token that has just been rotated',
    },
    {
      titles: /^verify blacklisted$/,
      parts: ['status', 'www-authenticate', 'body', 'body.code', 'body.detail'],
      why: 'it says whether the token opens anything',
    },
    {
      titles: /^logout (no refresh|ok|again .*|junk|null)$/,
      parts: [
        'allow',
        'cookie nextjsdrf-access-token httponly',
        'cookie nextjsdrf-access-token samesite',
        'cookie nextjsdrf-refresh-token httponly',
        'cookie nextjsdrf-refresh-token samesite',
      ],
      why: 'GET is refused, and so not named; a cookie goes as it came',
    },
  ],
})
