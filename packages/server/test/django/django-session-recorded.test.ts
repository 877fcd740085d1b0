import { github } from '@latchkey/server'
import { afterEach } from 'vitest'
import type { TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { startScriptedProvider } from '../fixtures/scripted-provider.js'
import type { DoorAnswer } from '../fixtures/test-django-door.js'
import {
  type SocialName,
  type Spa,
  startSessionDoor,
  type TestSessionDoor,
} from '../fixtures/test-session-door.js'
import { type Difference, replay } from './replay.js'

// The original backend answered these requests; so does ours, but for what the table below says.

let house: TestSessionDoor
const start = async (database: TestDatabase): Promise<AsyncDisposable> => {
  house = await startSessionDoor({ database })
  await house.addPerson({
    id: '1',
    email: 'admin@company.com',
    isProven: true,
    roles: ['staff', 'superuser'],
  })
  await house.addPerson({ id: '2', email: 'tomas.okafor@workspace.example', isProven: true })
  await house.addPerson({ id: '3', email: 'inactive@company.com', isProven: true })
  await runSql(house.database, "update users set suspended_at = 1 where email = 'inactive@company.com'")
  return house
}
afterEach(() => {
  house.providers.google.behave()
  house.providers.github.behave()
})

const openedSpa = async (): Promise<Spa> => {
  const spa = house.openSpa()
  await spa.open()
  return spa
}
const ADMIN = { email: 'admin@company.com' }
const signedInSpa = async (): Promise<Spa> => {
  const spa = await openedSpa()
  await spa.login(ADMIN)
  return spa
}
const NO_CSRF = { headers: { 'x-csrftoken': '' } }
const ask = async (path: string, body: unknown): Promise<DoorAnswer> =>
  (await openedSpa()).ask(path, { body })

/** What makes a request of the recording's kind at one of the two providers. */
const socialRequests = (label: string, name: SocialName): Record<string, () => Promise<DoorAnswer>> => ({
  [`social ${label} ok (anon no csrf)`]: async () =>
    house.openSpa().ask(`/api/social/${name}/`, { body: { code: await house.codeOf(name) } }),
  [`[article variant] social ${label} ok`]: () => house.openSpa().signInWith(name),
  [`social ${label} existing local email`]: () => house.openSpa().signInWith(name, tomasAt(name)),
  [`social ${label} bad code`]: () => ask(`/api/social/${name}/`, { code: 'bad' }),
})

const tomasAt = (name: SocialName): string =>
  name === 'github'
    ? String(house.providers.github.people[1]?.id)
    : (house.providers.google.people[1]?.sub ?? '')

/** A code that was given before the provider began to misbehave. */
const misbehavedAt = async (name: 'google' | 'github', misbehave: () => void): Promise<DoorAnswer> => {
  const path = name === 'google' ? 'google-oauth2' : 'github'
  const code = await house.codeOf(
    path,
    name === 'github' ? String(house.providers.github.people[4]?.id) : undefined,
  )
  misbehave()
  return ask(`/api/social/${path}/`, { code })
}

/** GitHub that gives a token and does not know it any more. */
const withForgottenToken = async (): Promise<DoorAnswer> => {
  await using upstream = await startScriptedProvider()
  upstream.answerToken = () => ({ body: { access_token: 'forgotten', token_type: 'bearer' } })
  upstream.answerApi = () => ({ status: 401, body: { message: 'Bad credentials' } })
  const options = { clientId: 'us', clientSecret: 'ours', baseUrl: upstream.url, apiUrl: upstream.url }
  await using other = await startSessionDoor({
    options: { providers: [github(options)] },
    door: { social: { github: { provider: 'github', redirectUri: 'http://localhost:4000/callback' } } },
  })
  const spa = other.openSpa()
  await spa.open()
  return spa.ask('/api/social/github/', { body: { code: 'a' } })
}

const requests: Record<string, () => Promise<DoorAnswer>> = {
  'GET login-set-cookie': () => house.openSpa().open(),
  'POST login-set-cookie (no csrf)': () => house.openSpa().ask('/api/login-set-cookie/', { body: {} }),
  'login no csrf': () => house.openSpa().login(ADMIN),
  'login bad csrf header': async () =>
    (await openedSpa()).ask('/api/login/', { body: ADMIN, headers: { 'x-csrftoken': 'x'.repeat(64) } }),
  'login bad pw': async () => (await openedSpa()).login({ ...ADMIN, password: 'bad password' }),
  'login inactive': async () => (await openedSpa()).login({ email: 'inactive@company.com' }),
  'login missing': () => ask('/api/login/', ADMIN),
  'login nulls': () => ask('/api/login/', { email: null, password: null }),
  'login bad json': () => ask('/api/login/', '{'),
  'login GET': async () => (await openedSpa()).ask('/api/login/'),
  'login ok': async () => (await openedSpa()).login(ADMIN),
  'profile ok': async () => (await signedInSpa()).profile(),
  'profile anon': () => house.openSpa().profile(),
  'profile bad session': () =>
    house.openSpa().ask('/api/users/profile/', { headers: { cookie: `sessionid=${'x'.repeat(32)}` } }),
  'profile POST no csrf': async () => {
    const spa = await signedInSpa()
    spa.cookies.delete('csrftoken')
    return spa.ask('/api/users/profile/', { body: {} })
  },
  'relogin while logged in': async () => (await signedInSpa()).login(ADMIN),
  'logout no csrf': async () => (await signedInSpa()).ask('/api/logout/', { method: 'POST', ...NO_CSRF }),
  'logout GET': async () => (await signedInSpa()).ask('/api/logout/'),
  'logout ok': async () => (await signedInSpa()).logout(),
  'profile after logout': async () => {
    const spa = await signedInSpa()
    const kept = spa.cookies.get('sessionid')
    await spa.logout()
    if (kept !== undefined) spa.cookies.set('sessionid', kept)
    return spa.profile()
  },
  'logout anon (csrf ok)': async () => (await openedSpa()).logout(),
  'profile with that session': async () => {
    const spa = house.openSpa()
    await spa.signInWith('github')
    return spa.profile()
  },
  ...socialRequests('github', 'github'),
  'social github bad token (401 from userinfo)': withForgottenToken,
  'social github no email': () =>
    misbehavedAt('github', () => house.providers.github.misbehave({ noEmail: true })),
  ...socialRequests('google-oauth2', 'google-oauth2'),
  'social google-oauth2 bad token (401 from userinfo)': () =>
    misbehavedAt('google', () => house.providers.google.misbehave({ badSignature: true })),
  'social google-oauth2 no email': () =>
    misbehavedAt('google', () => house.providers.google.misbehave({ noEmail: true })),
  'social missing code': () => ask('/api/social/github/', {}),
  'social blank code': () => ask('/api/social/github/', { code: '' }),
  'social code in query only': async () =>
    ask(`/api/social/github/?code=${await house.codeOf('github')}`, {}),
  'social GET': async () => (await openedSpa()).ask('/api/social/github/'),
  'social unknown backend': () => ask('/api/social/unknown/', { code: 'a' }),
  'social with session cookie, no csrf': async () => {
    const spa = await signedInSpa()
    return spa.ask('/api/social/github/', { body: { code: await house.codeOf('github') }, ...NO_CSRF })
  },
}

/** Every part in which ours is another answer, and why. What stands here and does not differ fails too. */
const differences: readonly Difference[] = [
  {
    titles: /^login bad json$/,
    parts: ['status', 'content-type', 'body'],
    why: 'a 500 there: what is no JSON is told as such, with 400',
  },
  {
    titles: /^social (github|google-oauth2) (bad code|bad token .*)$/,
    parts: ['status', 'content-type', 'allow', 'body'],
    why: 'a 500 there: 400, in the words the original means for it',
  },
  {
    titles: /^social (github|google-oauth2) no email$/,
    parts: ['status', 'content-type', 'allow', 'body', 'cookie csrftoken', 'cookie sessionid'],
    why: 'a 500 there: people without an address have an account without one',
  },
  {
    titles: /^social (github|google-oauth2) ok \(anon no csrf\)$/,
    parts: ['status', 'body.refresh', 'body.access', 'body.detail'],
    why: 'without a CSRF token nobody brings a code; the app always sends it',
  },
  {
    titles: /^social with session cookie, no csrf$/,
    parts: ['status', 'body.refresh', 'cookie sessionid'],
    why: 'the same; a request that is refused takes no cookie away',
  },
  {
    titles: /^social (github|google-oauth2) existing local email$/,
    parts: ['body.refresh', 'body.access', 'cookie csrftoken', 'cookie sessionid'],
    why: 'tokens and no session in this state of the original; ours answers as its later state, which both apps understand',
  },
  {
    titles: /^social code in query only$/,
    parts: ['status', 'body.code.0', 'body.detail', 'cookie csrftoken', 'cookie sessionid'],
    why: 'the article sends it there: both will do',
  },
]

const isOfTheArticle = (title: string): boolean =>
  title.includes('article variant') || title === 'profile with that session'
const requestsOf = (wanted: (title: string) => boolean) =>
  Object.fromEntries(Object.entries(requests).filter(([title]) => wanted(title)))

replay(
  start,
  {
    recording: '004-github-head.txt',
    requests: requestsOf((title) => !isOfTheArticle(title)),
    differences,
  },
  { recording: '004-article-variant.txt', requests: requestsOf(isOfTheArticle), differences: [] },
)
