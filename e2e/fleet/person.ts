import { paths, signInNonce } from '@latchkey/contract'
import { runSql } from '../../packages/server/test/fixtures/run-sql.js'
import type { ServerProcess } from '../../packages/server/test/fixtures/server-process.js'
import { openBrowser } from '../../packages/server/test/fixtures/test-browser.js'
import { CONFIDENTIAL, granted } from '../../packages/server/test/fixtures/test-latchkey.js'
import type { Fleet } from './start-fleet.js'

/** Somebody with a session, and what ends it. */
export interface Person {
  /** The access token of the session. */
  readonly token: string
  /** What the person is at the provider. */
  readonly sub: string
}

let count = 0

/** Somebody new signs in at one of the servers. */
export const signIn = async ({ provider }: Fleet, server: ServerProcess): Promise<Person> => {
  count += 1
  const sub = `1${String(count).padStart(20, '0')}`
  const idToken = await provider.issueIdToken({ claims: { ...claimsOf(sub), jti: crypto.randomUUID() } })
  const { access_token: token } = granted(await server.exchange(idToken, CONFIDENTIAL))
  return { token, sub }
}

const claimsOf = (sub: string) => ({ sub, email: `${sub}@people.example` })

/** Ends a session at one of the servers; returns when the server has answered. */
export type End = (
  fleet: Fleet,
  at: { readonly server: ServerProcess; readonly person: Person },
) => Promise<void>

export const signOut: End = async (_, { server, person }) => {
  const status = await server.revoke(person.token, CONFIDENTIAL)
  if (status !== 200) throw new Error(`the sign-out was answered with ${status}`)
}

/** From a browser elsewhere, in which the person signs in for it. */
export const signOutEverywhere: End = async ({ issuer, provider }, { server, person: { sub } }) => {
  const browser = openBrowser(() => ({ fetch: (request) => fetch(request) }), {
    page: issuer,
    at: server.url,
  })
  const { body } = await browser.send('POST', `${paths.signIn}/google/nonce`)
  const { nonce } = signInNonce.parse(body)
  const idToken = await provider.issueIdToken({ claims: { ...claimsOf(sub), nonce } })
  const signedIn = await browser.send('POST', `${paths.signIn}/google/id-token`, { idToken })
  const ended = await browser.send('DELETE', paths.accountSessions)
  if (signedIn.status !== 200 || ended.status !== 200)
    throw new Error(`signing out everywhere was answered with ${signedIn.text} and ${ended.text}`)
}

/** As an operator suspends somebody: no server is asked. */
export const suspend: End = async ({ database }, { person: { sub } }) => {
  await runSql(
    database,
    `update users set suspended_at = 1000 * extract(epoch from now())::bigint
      where id in (select user_id from identities where subject = '${sub}')`,
  )
}
