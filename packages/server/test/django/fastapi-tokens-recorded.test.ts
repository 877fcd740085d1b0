import { fastapiTokens } from '@latchkey/server'
import { SignJWT } from 'jose'
import type { TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { addFormerPerson, askDoor, type DoorAnswer, startDjangoDoor } from '../fixtures/test-django-door.js'
import type { TestLatchkey } from '../fixtures/test-latchkey.js'
import { replay } from './replay.js'

const SECRET_KEY = 'django-insecure-0123456789abcdefghijklmnopqrstuvwxyz'
/** Django's encoding of "password". */
const HASH = 'pbkdf2_sha256$1000$seasalt$YIWkt6M1JFXrHg5s0jZjBSc7C2Cz6QvchSJ0h8Y+i7c='
const DAY = 24 * 60 * 60

let house: TestLatchkey
const start = async (database: TestDatabase): Promise<AsyncDisposable> => {
  house = await startDjangoDoor([fastapiTokens({ former: { key: SECRET_KEY, until: '2100-01-01' } })], {
    database,
  })
  await addFormerPerson(house, {
    id: '1',
    email: 'admin@example.com',
    passwordHash: HASH,
    roles: ['staff', 'superuser'],
    names: { firstName: 'Ad', lastName: 'Min' },
  })
  await addFormerPerson(house, { id: '2', email: 'off@example.com', passwordHash: HASH })
  await runSql(house.database, "update users set suspended_at = 1 where email = 'off@example.com'")
  return house
}

const ADMIN = { username: 'admin@example.com', password: 'password' }
const logIn = (body: unknown, headers = {}): Promise<DoorAnswer> =>
  askDoor(house, '/users/login/', { method: 'POST', body, headers })
const ask = (authorization?: string): Promise<DoorAnswer> =>
  askDoor(house, '/users/session/', {
    method: 'POST',
    ...(authorization !== undefined && { headers: { authorization } }),
  })
const tokenOf = async (): Promise<string> =>
  ((await logIn(ADMIN)).body as { access_token: string }).access_token

/** A token as the original signed them. */
const former = async (claims: Readonly<Record<string, unknown>>, lifetime: number | null = 30 * DAY) => {
  const jwt = new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
  if (lifetime !== null) jwt.setExpirationTime(Math.floor(house.clock.now() / 1_000) + lifetime)
  return ask(`Bearer ${await jwt.sign(Buffer.from(SECRET_KEY))}`)
}

replay(start, {
  recording: '002-fastapi.txt',
  requests: {
    'login ok': () => logIn(ADMIN),
    'login bad': () => logIn({ ...ADMIN, password: 'wrong' }),
    'login inactive': () => logIn({ ...ADMIN, username: 'off@example.com' }),
    'login case (upper local)': () => logIn({ ...ADMIN, username: 'ADMIN@example.com' }),
    'login unknown': () => logIn({ ...ADMIN, username: 'nobody@example.com' }),
    'login missing': () => logIn({ username: 'zz' }),
    'login types': () => logIn({ username: 1, password: null }),
    'login empty body': () => logIn('', { 'content-type': 'application/json' }),
    'login bad json': () => logIn('{', { 'content-type': 'application/json' }),
    'login array': () => logIn([1]),
    'login form': () =>
      logIn('username=a&password=b', { 'content-type': 'application/x-www-form-urlencoded' }),
    'login GET': () => askDoor(house, '/users/login/'),
    'login no slash': () => askDoor(house, '/users/login', { body: ADMIN }),
    'session ok': async () => ask(`Bearer ${await tokenOf()}`),
    'session lowercase bearer': async () => ask(`bearer ${await tokenOf()}`),
    'session none': () => ask(),
    'session basic': () => ask('Basic YTpi'),
    'session Bearer empty': () => ask('Bearer'),
    'session bad': () => ask('Bearer nonsense'),
    'session expired': () => former({ sub: '1' }, -10),
    'session near expiry -> reissue': () => former({ sub: '1' }, 30),
    'session unknown user': () => former({ sub: '4040' }),
    'session non numeric sub': () => former({ sub: 'abc' }),
    'session no sub': () => former({}),
    'session no exp': () => former({ sub: '1' }, null),
    'session inactive': () => former({ sub: '2' }),
    'session alg none': () => ask('Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIiwiZXhwIjo5OTk5OTk5OTk5fQ.'),
    'session int sub': () => former({ sub: 1 }),
    health: () => askDoor(house, '/health'),
  },
  differences: [
    {
      titles: /^login case/,
      parts: [
        'status',
        'www-authenticate',
        'body.access_token',
        'body.detail',
        'body.token_type',
        ...userParts(),
      ],
      why: 'nobody remembers how they wrote their address',
    },
    {
      titles: /^login missing$/,
      parts: ['body.detail.0.input', 'body.detail.0.input.username'],
      why: 'what was typed may be a password, and stands in logs',
    },
    { titles: /^login types$/, parts: ['body.detail.0.input'], why: 'the same' },
    {
      titles: /^login bad json$/,
      parts: ['body.detail.0.ctx.error', 'body.detail.0.loc.1'],
      why: 'what the parser says quotes the body',
    },
    { titles: /^login (array|form)$/, parts: ['body.detail.0.input'], why: 'the same' },
    { titles: /^login array$/, parts: ['body.detail.0.input.0'], why: 'the same' },
    {
      titles: /^login no slash$/,
      parts: ['status', 'content-type', 'body'],
      why: 'answered at once instead of sent elsewhere with a password',
    },
    {
      titles: /^session (ok|near expiry)/,
      parts: ['body.user.last_login'],
      why: 'a sign-in is noted here; there it never was',
    },
    {
      titles: /^session near expiry/,
      parts: ['body.token_type'],
      why: 'spelled as everywhere; what frontends get is an access JWT of minutes each time',
    },
    {
      titles: /^session (non numeric sub|no exp)$/,
      parts: ['status', 'content-type', 'www-authenticate', 'body'],
      why: 'a 500 there',
    },
  ],
  elsewhere: {
    titles: /^(404|openapi)$/,
    why: 'what is at no address of the door is answered by Latchkey in its own words',
  },
})

function userParts(): readonly string[] {
  const names = [
    'id',
    'email',
    'first_name',
    'last_name',
    'name',
    'is_staff',
    'is_active',
    'is_superuser',
    'last_login',
    'date_joined',
  ]
  return names.map((name) => `body.user.${name}`)
}
