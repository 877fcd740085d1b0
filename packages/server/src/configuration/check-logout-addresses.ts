import type { Client } from '../model/client.js'
import { isOnThisMachine } from '../model/is-open-to-others.js'
import type { Report } from './configuration-error.js'
import type { ClientOptions } from './options.js'

type LogoutAddresses = Pick<Client, 'backChannelLogoutUri' | 'postLogoutRedirectUris'>

/** RFC 8252 §7.1: a scheme of an app is a domain of its makers, turned round. Without the dot it could be `javascript:`. */
const APP_SCHEME = /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:$/

/**
 * Where a client is told of ends, and where its people go on to.
 *
 * @param rules `allowPrivate`: whether this server sends to private networks and over plain http to this machine
 */
export const checkLogoutAddresses = (
  client: ClientOptions,
  at: string,
  rules: { readonly allowPrivate: boolean },
  report: Report,
): LogoutAddresses => {
  const told = client.type === 'confidential' ? client.backChannelLogoutUri : undefined
  const problem = told === undefined ? undefined : problemWithTold(told, client.type, rules)
  if (problem !== undefined)
    report(`${at}.backChannelLogoutUri`, problem, 'Write an address such as https://app.example.com/logout.')
  const goOn = client.postLogoutRedirectUris ?? []
  goOn.forEach((text, index) => {
    const problem = problemWithGoingOn(text, client.type)
    if (problem !== undefined)
      report(
        `${at}.postLogoutRedirectUris[${index}]`,
        problem,
        'Write the whole address of a page, such as https://app.example.com/signed-out.',
      )
  })
  return { backChannelLogoutUri: told ?? null, postLogoutRedirectUris: goOn }
}

/** What is wrong with an address a client is to be told of ends at; undefined when nothing is (Back-Channel Logout 1.0 §2.2). */
export const problemWithTold = (
  text: string,
  type: ClientOptions['type'],
  { allowPrivate }: { readonly allowPrivate: boolean },
): string | undefined => {
  if (type === 'public') return 'logout tokens go to confidential clients alone'
  const problem = problemWithAny(text)
  if (problem !== undefined) return problem
  const { protocol } = new URL(text)
  if (protocol === 'https:') return undefined
  if (protocol !== 'http:' || !isOnThisMachine(text)) return 'it is no https address'
  return allowPrivate ? undefined : 'it is plain http, and events.privateReceivers is not on'
}

/** What is wrong with an address people are to be sent to who have signed out; undefined when nothing is. */
export const problemWithGoingOn = (text: string, type: ClientOptions['type']): string | undefined => {
  const problem = problemWithAny(text)
  if (problem !== undefined) return problem
  const { protocol } = new URL(text)
  if (protocol === 'https:' || (protocol === 'http:' && isOnThisMachine(text))) return undefined
  if (type === 'public' && APP_SCHEME.test(protocol)) return undefined
  return type === 'public'
    ? 'it is neither an https address nor one of an app (com.example.app:/…)'
    : 'it is no https address'
}

/** Addresses are compared to the letter, so what a parser passes over must not be in one; and a database takes no NUL. */
const OUTSIDE_OF_ADDRESSES = /[\s\p{Cc}\p{Cs}]/u

const problemWithAny = (text: string): string | undefined => {
  if (OUTSIDE_OF_ADDRESSES.test(text)) return 'it holds a space, or a character that nobody sees'
  if (!URL.canParse(text)) return 'it is no absolute address'
  const { username, password, hash } = new URL(text)
  if (username !== '' || password !== '') return 'it holds a user name or password'
  return hash === '' && !text.includes('#') ? undefined : 'it holds a fragment'
}
