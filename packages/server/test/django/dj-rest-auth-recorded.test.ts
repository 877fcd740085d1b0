import { djRestAuth } from '@latchkey/server'
import type { TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { addFormerPerson, askDoor, type DoorAnswer, type DoorRequest } from '../fixtures/test-django-door.js'
import { chooseAt, startSocialDoor, type TestSocialDoor } from '../fixtures/test-social.js'
import { replay } from './replay.js'

const REDIRECT = 'http://localhost:3000'
/** Django's encoding of "password". */
const HASH = 'pbkdf2_sha256$1000$seasalt$YIWkt6M1JFXrHg5s0jZjBSc7C2Cz6QvchSJ0h8Y+i7c='
const SOCIAL = '/api/social/login/google/'
const NEW = 'another good phrase'

interface Pair {
  readonly access_token: string
  readonly refresh_token: string
}

let house: TestSocialDoor
const start = async (database: TestDatabase): Promise<AsyncDisposable> => {
  house = await startSocialDoor({
    database,
    options: {
      doors: [
        djRestAuth({
          prefix: '/api/auth',
          social: { google: { path: SOCIAL, redirectUri: REDIRECT } },
          tokenNames: 'old',
          userIds: 'uuid',
          signInWith: 'username',
          blacklist: false,
          origins: [REDIRECT],
          user: ({ id, username, email }) => ({ userId: id, username, email }),
        }),
      ],
    },
  })
  await addFormerPerson(house, {
    id: 'a247f521-48af-449a-9dd7-67b9073e57d7',
    username: 'existing',
    email: 'existing@example.com',
    isProven: true,
    passwordHash: HASH,
  })
  return house
}

const ask = (path: string, request: DoorRequest = {}): Promise<DoorAnswer> => askDoor(house, path, request)
const post = (path: string, body: unknown, headers = {}): Promise<DoorAnswer> =>
  ask(path.startsWith('/') ? path : `/api/auth/${path}`, { method: 'POST', body, headers })

/** What NextAuth has from Google: both tokens. */
const tokensOf = async (claims: object = {}): Promise<object> => {
  const idToken = await house.providers.google.issueIdToken({
    claims: { sub: '1001', email: 'alice@example.com', jti: crypto.randomUUID(), ...claims },
  })
  return { access_token: 'whatever', id_token: idToken }
}
const socialAs = async (claims: object = {}): Promise<DoorAnswer> => post(SOCIAL, await tokensOf(claims))
const codeOf = async (): Promise<string> => {
  const { google } = house.providers
  const address = new URL(`${google.issuer}/authorize`)
  const query = {
    client_id: google.client.id,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: 'openid email profile',
    state: 'of the frontend',
  }
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
  const { url } = await chooseAt(address, google.people[1]?.sub)
  return url.searchParams.get('code') ?? ''
}
const pair = async (): Promise<Pair> => (await socialAs()).body as Pair
const user = async (authorization?: string, headers = {}): Promise<DoorAnswer> =>
  ask('/api/auth/user/', { headers: { ...headers, ...(authorization !== undefined && { authorization }) } })
const signedIn = async (): Promise<{ readonly authorization: string }> => ({
  authorization: `Bearer ${(await pair()).access_token}`,
})
const ended = async (): Promise<Pair> => {
  const tokens = await pair()
  house.clock.advance(8 * 24 * 60 * 60_000)
  return tokens
}
const gone = async (): Promise<Pair> => {
  const email = `${crypto.randomUUID()}@example.com`
  const { body } = await socialAs({ sub: crypto.randomUUID(), email })
  await runSql(house.database, `delete from users where email = '${email}'`)
  return body as Pair
}
const change = async (passwords: object): Promise<DoorAnswer> =>
  post('password/change/', passwords, await signedIn())
const refresh = (token: unknown): Promise<DoorAnswer> => post('token/refresh/', { refresh: token })
const resetConfirm = (more: object): Promise<DoorAnswer> =>
  post('password/reset/confirm/', { new_password1: NEW, new_password2: NEW, ...more })

replay(start, {
  recording: '001-dj-rest-auth.txt',
  requests: {
    'social ok new user': () => socialAs(),
    'social ok again': () => socialAs(),
    'social unverified email': () =>
      socialAs({ sub: 'u1', email: 'unver@example.com', email_verified: false }),
    'social no email': () => socialAs({ sub: 'u2', email: undefined }),
    'social long name': () => socialAs({ sub: 'u3', email: 'averyveryverylongusername.here@example.com' }),
    'social existing local email': () =>
      socialAs({ sub: 'u4', email: 'existing@example.com', email_verified: false }),
    'social bad token': () => post(SOCIAL, { access_token: 'bad', id_token: 'a.b.c' }),
    'social empty': () => post(SOCIAL, {}),
    'social access_token null': () => post(SOCIAL, { access_token: null }),
    'social malformed json': () => post(SOCIAL, '{', { 'content-type': 'application/json' }),
    'social wrong ctype': () => post(SOCIAL, 'x', { 'content-type': 'text/plain' }),
    'social form': async () =>
      post(SOCIAL, new URLSearchParams({ ...(await tokensOf()) }).toString(), {
        'content-type': 'application/x-www-form-urlencoded',
      }),
    'social code ok': async () => post(SOCIAL, { code: await codeOf() }),
    'social code bad': () => post(SOCIAL, { code: 'bad' }),
    'social GET': () => ask(SOCIAL),
    'social OPTIONS preflight': () =>
      ask(SOCIAL, {
        method: 'OPTIONS',
        headers: { origin: REDIRECT, 'access-control-request-method': 'POST' },
      }),
    'social no slash POST': async () => post(SOCIAL.slice(0, -1), await tokensOf()),
    'user ok': async () => user((await signedIn()).authorization),
    'user none': () => user(),
    'user none axios accept': () => user(undefined, { accept: 'application/json, text/plain, */*' }),
    'user bad': () => user('Bearer nonsense'),
    'user refresh-as-access': async () => user(`Bearer ${(await pair()).refresh_token}`),
    'user lower bearer': async () => user(`bearer ${(await pair()).access_token}`),
    'user 3 parts': () => user('Bearer a b'),
    'user expired': async () => user(`Bearer ${(await ended()).access_token}`),
    'user not found': async () => user(`Bearer ${(await gone()).access_token}`),
    'user no claim': () => user('Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.x'),
    'refresh ok': async () => refresh((await pair()).refresh_token),
    'refresh same again': async () => {
      const { refresh_token: token } = await pair()
      await refresh(token)
      return refresh(token)
    },
    'refresh with access': async () => refresh((await pair()).access_token),
    'refresh bad': () => refresh('nonsense'),
    'refresh empty': () => post('token/refresh/', {}),
    'refresh blank': () => refresh(''),
    'refresh null': () => refresh(null),
    'refresh GET': () => ask('/api/auth/token/refresh/'),
    'refresh expired': async () => refresh((await ended()).refresh_token),
    'refresh deleted user': async () => refresh((await gone()).refresh_token),
    'verify access': async () => post('token/verify/', { token: (await pair()).access_token }),
    'verify refresh': async () => post('token/verify/', { token: (await pair()).refresh_token }),
    'verify bad': () => post('token/verify/', { token: 'nonsense' }),
    'verify empty': () => post('token/verify/', {}),
    'login ok': () => post('login/', { username: 'existing', password: 'password' }),
    'login email only': () => post('login/', { email: 'existing@example.com', password: 'password' }),
    'login bad': () => post('login/', { username: 'existing', password: 'wrong' }),
    'login missing pw': () => post('login/', { username: 'existing' }),
    'login nothing': () => post('login/', {}),
    'login bad email': () => post('login/', { email: 'nonsense', password: 'x' }),
    'logout anon': () => post('logout/', undefined),
    'logout bearer': async () => post('logout/', undefined, await signedIn()),
    'logout GET': () => ask('/api/auth/logout/'),
    'user after logout': async () => {
      const headers = await signedIn()
      await post('logout/', undefined, headers)
      return user(headers.authorization)
    },
    'put user': async () =>
      ask('/api/auth/user/', {
        method: 'PUT',
        headers: await signedIn(),
        body: { username: 'alice2', email: 'alice2@example.com', password: 'plain' },
      }),
    'patch user dup': async () =>
      ask('/api/auth/user/', { method: 'PATCH', headers: await signedIn(), body: { username: 'existing' } }),
    'pw change': () => change({ new_password1: NEW, new_password2: NEW }),
    'pw change mismatch': () => change({ new_password1: NEW, new_password2: 'other' }),
    'pw change weak': () => change({ new_password1: '1234567', new_password2: '1234567' }),
    'pw change empty': () => change({}),
    'pw reset unknown': () => post('password/reset/', { email: 'nobody@example.com' }),
    'pw reset known': () => post('password/reset/', { email: 'existing@example.com' }),
    'pw reset bad': () => post('password/reset/', { email: 'nonsense' }),
    'pw reset confirm bad': () => resetConfirm({ uid: 'x', token: 'x' }),
    'pw reset confirm empty': () => post('password/reset/confirm/', {}),
    'basic auth user': () => user(`Basic ${btoa('existing:password')}`),
    'basic auth bad': () => user(`Basic ${btoa('existing:wrong')}`),
  },
  differences: [
    {
      titles: /^social (ok new user|ok again|unverified email|form|long name|no email|code ok)$/,
      parts: ['cookie csrftoken', 'cookie messages', 'cookie sessionid'],
      why: 'a second credential that nobody reads',
    },
    { titles: /^login ok$/, parts: ['cookie csrftoken', 'cookie sessionid'], why: 'the same' },
    { titles: /^pw change$/, parts: ['cookie sessionid'], why: 'the same' },
    {
      titles: /^(social (ok new user|ok again|unverified email|long name)|login ok)$/,
      parts: ['body.user.password'],
      why: 'the hash of a password',
    },
    { titles: /^(user ok|user after logout|put user)$/, parts: ['body.password'], why: 'the same' },
    {
      titles: /^social long name$/,
      parts: ['body.user.username'],
      why: 'usernames had sixteen characters at most in this project',
    },
    {
      titles: /^social (existing local email|code bad|no slash POST)$/,
      parts: ['status', 'content-type', 'allow', 'body'],
      why: 'a 500 there: 400 in the words of later releases, and the address without a slash is the same one',
    },
    {
      titles: /^pw reset (unknown|known)$/,
      parts: ['status', 'content-type', 'allow', 'body'],
      why: 'a 500 there',
    },
    {
      titles: /^social malformed json$/,
      parts: ['body.detail'],
      why: 'what the parser says quotes the body',
    },
    {
      titles: /^social OPTIONS preflight$/,
      parts: ['allow', 'content-type'],
      why: 'an empty answer has no type',
    },
    {
      titles:
        /^user (none|none axios accept|bad|refresh-as-access|lower bearer|3 parts|expired|not found|no claim)$/,
      parts: ['www-authenticate'],
      why: 'browsers ask people for a password when they read Basic',
    },
    {
      titles: /^user not found$/,
      parts: [
        'body.code',
        'body.detail',
        'body.messages.0.message',
        'body.messages.0.token_class',
        'body.messages.0.token_type',
      ],
      why: 'with a person their sessions are gone',
    },
    {
      titles: /^user no claim$/,
      parts: [
        'body.detail',
        'body.messages.0.message',
        'body.messages.0.token_class',
        'body.messages.0.token_type',
      ],
      why: 'only who has the key could make such a token, and we make none',
    },
    {
      titles: /^refresh deleted user$/,
      parts: ['status', 'www-authenticate', 'body.access', 'body.code', 'body.detail', 'body.refresh'],
      why: 'tokens for somebody who is gone',
    },
    {
      titles: /^logout (anon|bearer|GET)$/,
      parts: ['allow'],
      why: 'GET is refused, and so not named',
    },
    {
      titles: /^logout (anon|bearer)$/,
      parts: ['body.detail'],
      why: 'there nothing ended, and it said so; here the session has ended',
    },
    {
      titles: /^user after logout$/,
      parts: [
        'status',
        'www-authenticate',
        'body.code',
        'body.detail',
        'body.email',
        'body.messages.0.message',
        'body.messages.0.token_class',
        'body.messages.0.token_type',
        'body.userId',
        'body.username',
      ],
      why: 'signing out signs out',
    },
    { titles: /^patch user dup$/, parts: ['body.username.0'], why: "Django's own words, not the project's" },
    {
      titles: /^pw change weak$/,
      parts: ['body.new_password2.1', 'body.new_password2.2'],
      why: 'the first rule it breaks is told',
    },
    {
      titles: /^basic auth (user|bad)$/,
      parts: ['body.detail', 'www-authenticate'],
      why: 'the password with every request, and no limit on guesses',
    },
    {
      titles: /^basic auth user$/,
      parts: ['status', 'body.email', 'body.password', 'body.userId', 'body.username'],
      why: 'the same',
    },
  ],
  elsewhere: {
    titles: /^404$/,
    why: 'what is at no address of the door is answered by Latchkey in its own words',
  },
})
