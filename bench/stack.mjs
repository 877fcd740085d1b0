import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDevelopmentProvider, startMailbox } from '@latchkey/testkit'
import { startServer } from './server-process.mjs'

export const WEB = `Basic ${Buffer.from('web:web-secret-web-secret-web-secret-0123').toString('base64')}`
export const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' }

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token'

export const exchangeForm = (idToken) =>
  new URLSearchParams({ grant_type: EXCHANGE, subject_token: idToken, subject_token_type: ID_TOKEN })

/** Latchkey, the floors and a provider, with one session each of a confidential and a public client. */
export async function startStack() {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-bench-'))
  const provider = await startDevelopmentProvider()
  const upstream = await startServer('provider', {})
  const mailbox = await startMailbox()
  const latchkey = await startServer('latchkey', {
    folder,
    googleIssuer: provider.issuer,
    benchIssuer: upstream.url,
    smtpUrl: mailbox.smtpUrl,
  })

  let minted = 0
  /** An ID token nobody has used, of one of a thousand people. */
  const idToken = () => {
    minted += 1
    const number = minted % 1_000
    const claims = { sub: `9${number}`, email: `person${number}@people.example`, jti: String(minted) }
    return provider.issueIdToken({ claims })
  }
  const signIn = async (client) => {
    const form = exchangeForm(await idToken())
    if (client === 'mobile') form.set('client_id', 'mobile')
    const headers = client === 'web' ? { authorization: WEB } : {}
    const response = await fetch(`${latchkey.url}/oauth/token`, { method: 'POST', headers, body: form })
    if (!response.ok) throw new Error(`sign-in of the bench was refused: ${await response.text()}`)
    return response.json()
  }
  const introspect = async (token) => {
    const response = await fetch(`${latchkey.url}/oauth/introspect`, {
      method: 'POST',
      headers: { authorization: WEB },
      body: new URLSearchParams({ token }),
    })
    return response.json()
  }

  const web = await signIn('web')
  const { keys } = await (await fetch(provider.jwksUri)).json()
  const visitor = await visit(latchkey.url)
  const people = []
  for (const name of ['ada', 'grace', 'edith', 'joan']) {
    const person = { email: `${name}@people.example`, password: `${name} likes long walks` }
    people.push({ ...person, ...(await signUp(latchkey.url, mailbox, visitor, person)) })
  }
  const [ada] = people
  const django = await enterByOldDoors(latchkey.url, idToken, ada)
  const answers = { form: await introspect(web.access_token), token: web, session: ada.state }
  const floors = await startServer('floors', {
    folder,
    answers,
    idTokenKey: keys[0],
    benchIssuer: upstream.url,
  })

  return {
    latchkey,
    floors,
    web,
    ada,
    django,
    people,
    visitor,
    idToken,
    signIn,
    stop: async () => {
      await Promise.all([latchkey.stop(), floors.stop(), provider.close(), upstream.stop(), mailbox.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The headers of a browser in which nobody is signed in. */
async function visit(url) {
  const response = await fetch(`${url}/session`)
  const { csrfToken } = await response.json()
  const cookie = `XSRF-TOKEN=${csrfToken}`
  return { 'content-type': 'application/json', 'x-xsrf-token': csrfToken, cookie }
}

/** A new account. @returns the cookies of the browser it is signed in in, and what `GET /session` answers it */
async function signUp(url, mailbox, visitor, person) {
  const begun = await post(`${url}/account/sign-up`, visitor, person)
  const message = await mailbox.waitFor(({ to }) => to.includes(person.email))
  const code = /\b(\d{3}) ?(\d{3})\b/.exec(message.text).slice(1).join('')
  const waiting = { ...visitor, cookie: `${visitor.cookie}; ${cookiesOf(begun)}` }
  const confirmed = await post(`${url}/account/sign-up/confirm`, waiting, { code })
  return { cookie: cookiesOf(confirmed), state: await confirmed.json() }
}

async function post(url, headers, body) {
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url} refused the bench: ${await response.text()}`)
  return response
}

/** What frontends of the old doors hold. */
async function enterByOldDoors(url, idToken, { email, password }) {
  const json = { 'content-type': 'application/json' }
  const at = async (path, body, headers = {}) => {
    const response = await post(url + path, { ...json, ...headers }, body)
    return { response, body: await response.json() }
  }
  const drf = (await at('/google/', { auth_token: await idToken() })).body.tokens
  const social = async () => (await at('/api/social/login/google/', { id_token: await idToken() })).body
  const fastapi = (await at('/v1/users/login/', { username: email, password })).body.access_token
  const csrf = cookiesOf(await fetch(`${url}/api/login-set-cookie/`))
  const headers = { cookie: csrf, 'x-csrftoken': csrf.split('=')[1], origin: 'http://localhost:5173' }
  const { response } = await at('/api/login/', { email, password }, headers)
  const [, sessionKey] = /sessionid=([a-z0-9]+)/.exec(cookiesOf(response))
  return { drf, social, fastapi, sessionKey, pair: await social() }
}

const cookiesOf = (response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .filter((pair) => !pair.endsWith('='))
    .join('; ')
