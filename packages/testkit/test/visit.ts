import { createHash } from 'node:crypto'
import { type DevelopmentProvider, developmentClient } from '../src/index.js'

/** RFC 7636 appendix B shows the shape; 43 characters at least. */
export const CODE_VERIFIER = 'a-verifier-that-is-long-enough-for-rfc-7636-0123456789'
export const CODE_CHALLENGE = createHash('sha256').update(CODE_VERIFIER).digest('base64url')
export const REDIRECT_URI = 'http://localhost:3000/callback'

export type Deviation = Readonly<Record<string, string | undefined>>

const VALID_REQUEST = {
  client_id: developmentClient.id,
  redirect_uri: REDIRECT_URI,
  response_type: 'code',
  scope: 'openid email profile',
  state: 'state-of-the-client',
  nonce: 'nonce-of-the-client',
  code_challenge: CODE_CHALLENGE,
  code_challenge_method: 'S256',
}

export const withDeviation = (valid: Record<string, string>, deviation: Deviation): URLSearchParams => {
  const entries = Object.entries({ ...valid, ...deviation })
  return new URLSearchParams(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** A valid request but for the deviation; `undefined` leaves a parameter out. */
export const authorizeUrl = (provider: DevelopmentProvider, deviation: Deviation = {}): string =>
  `${provider.url}/authorize?${withDeviation(VALID_REQUEST, deviation)}`

/** Follows nothing: redirects are what these tests look at. */
export const visit = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { redirect: 'manual', ...init })

/** The parameters an answer carries back to the application. */
export const answerOf = (response: Response): URLSearchParams => {
  const location = response.headers.get('location')
  if (location === null) throw new Error(`No redirect but status ${response.status}`)
  return new URL(location).searchParams
}

/** The handle hidden in the forms of the page. */
export const pendingSignInOn = async (page: Response): Promise<string> => {
  const [, handle] = /name="sign_in" value="([^"]+)"/.exec(await page.text()) ?? []
  if (handle === undefined) throw new Error('The page holds no form')
  return handle
}

export const postForm = (
  url: string,
  fields: Deviation,
  headers: Record<string, string> = {},
): Promise<Response> => visit(url, { method: 'POST', body: withDeviation({}, fields), headers })

/** Where the forms of a page are sent. */
const actionOn = (page: string): string => {
  const [, action] = /<form method="post" action="([^"]+)"/.exec(page) ?? []
  if (action === undefined) throw new Error('The page holds no form')
  return action
}

/** Opens the page and answers it, as a browser would. */
export const answerPage = async (url: string, fields: Deviation): Promise<Response> => {
  const page = await visit(url)
  const action = actionOn(await page.clone().text())
  return postForm(new URL(action, url).href, { sign_in: await pendingSignInOn(page), ...fields })
}

/** Chooses a person by subject, and returns where the browser is sent with the answer. */
export const signInAs = async (url: string | URL, person: string): Promise<URL> => {
  const response = await answerPage(String(url), { decision: 'person', person })
  const location = response.headers.get('location')
  if (location === null) throw new Error(`No redirect but status ${response.status}`)
  return new URL(location)
}

/** The fields of a page that carries an answer back as a form, and where it goes. */
export const carriedBy = async (page: Response): Promise<{ action: string; fields: URLSearchParams }> => {
  const text = await page.text()
  const decode = (escaped: string) => escaped.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  const fields = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)]
  return {
    action: actionOn(text),
    fields: new URLSearchParams(fields.map(([, name = '', value = '']) => [name, decode(value)])),
  }
}

/** A fresh code for the first person of the cast. */
export const codeFrom = async (provider: DevelopmentProvider, deviation: Deviation = {}): Promise<string> => {
  const answer = { decision: 'person', person: provider.people[0]?.sub }
  return answerOf(await answerPage(authorizeUrl(provider, deviation), answer)).get('code') ?? ''
}

/** A valid request to the token endpoint but for the deviation. */
export const redeem = (provider: DevelopmentProvider, deviation: Deviation): Promise<Response> =>
  postForm(`${provider.url}/token`, {
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT_URI,
    code_verifier: CODE_VERIFIER,
    client_id: developmentClient.id,
    client_secret: developmentClient.secret,
    ...deviation,
  })
