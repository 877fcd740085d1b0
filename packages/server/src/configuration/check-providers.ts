import { createPrivateKey } from 'node:crypto'
import { isOnThisMachine, isOpenToOthers } from '../model/is-open-to-others.js'
import type { ClientAuthentication } from '../ports/provider-calls.js'
import type { Provider } from '../sign-in/social/provider.js'
import { checkUnique } from './check-unique.js'
import type { Report } from './configuration-error.js'

/** Stands in addresses and in cookies' contents, so it is written plainly. */
const ID_SHAPE = /^[a-z0-9][a-z0-9_-]{0,39}$/i

/**
 * Reports what would make a provider unsafe, or stop people in the middle of signing in.
 *
 * @param server `isPublic`: in production, and reached from other machines
 */
export const checkProviders = (
  providers: readonly Provider[],
  { isPublic }: { readonly isPublic: boolean },
  report: Report,
): void => {
  checkUnique(
    'providers',
    providers.map((provider) => provider.id),
    report,
  )
  checkUnique(
    'providers (issuers)',
    providers.flatMap((provider) => provider.idTokens?.issuers ?? []),
    report,
  )
  providers.forEach((provider, index) => {
    checkProvider(provider, { at: `providers[${index}] (${provider.id})`, isPublic }, report)
  })
}

/** Reports what is wrong with one of them, whoever named it. */
export const checkProvider = (
  provider: Provider,
  { at, isPublic }: { readonly at: string; readonly isPublic: boolean },
  report: Report,
): void => {
  if (!ID_SHAPE.test(provider.id)) {
    report(
      at,
      'its id is part of an address, and not written like one',
      'Use up to 40 letters, digits, - and _.',
    )
  }
  const ids = provider.clientIds as readonly unknown[]
  if (ids.length === 0 || !ids.every((id) => typeof id === 'string' && id !== '')) {
    report(
      at,
      'it has no client id, so no token could be told from one issued to another application',
      'Give it the OAuth client ids you registered there.',
    )
  }
  checkSecret(provider, at, report)
  checkEvents(provider, at, report)
  for (const address of addressesOf(provider).filter((text) => !isWebAddress(text))) {
    // A further spelling of an issuer is compared, and asked for nothing.
    if (provider.idTokens?.issuers.slice(1).includes(address)) continue
    report(
      at,
      `${JSON.stringify(address.slice(0, 100))} is no address to ask it at`,
      'Write a whole one, such as https://sso.example.com.',
    )
  }
  for (const url of addressesOf(provider).filter(isOpenToOthers)) {
    report(
      at,
      `its keys and tokens would come over http from ${url}, where others can change them`,
      'Use https. Only localhost may use http.',
    )
  }
  const [standIn] = isPublic ? addressesOf(provider).filter(isOnThisMachine) : []
  if (standIn !== undefined) {
    report(
      at,
      `it is asked at ${standIn}, on this machine, where no browser of somebody else gets to: a stand-in for development, which vouches for anybody`,
      'Take its address out of the configuration and the environment. Then it is the real one.',
    )
  }
}

const isWebAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

/** Each once. */
const addressesOf = ({ idTokens, codeFlow }: Provider): readonly string[] => {
  const { server } = codeFlow ?? {}
  const addresses = [
    ...(idTokens?.issuers ?? []),
    ...(idTokens?.jwksUri === undefined ? [] : [idTokens.jwksUri]),
    ...(server?.kind === 'discovered' ? [server.issuer] : []),
    ...(server?.kind === 'known' ? [server.authorizationEndpoint, server.tokenEndpoint] : []),
  ]
  return [...new Set(addresses)]
}

const checkSecret = ({ codeFlow }: Provider, at: string, report: Report): void => {
  if (codeFlow === undefined) return
  const problem = problemWithSecret(codeFlow.authentication)
  if (problem !== undefined) {
    report(
      `${at}.${problem.name}`,
      problem.problem,
      'Give what the provider gave you when you registered, through the environment. docs/social-sign-in.md says where it is.',
    )
  }
}

/** Short enough to be typed, long enough not to be guessed. */
const SHORTEST_TOKEN = 16

const checkEvents = ({ securityEvents }: Provider, at: string, report: Report): void => {
  if (securityEvents === undefined) return
  const { token, audiences } = securityEvents
  if (audiences.includes(''))
    report(`${at}.securityEvents.audience`, 'it is empty', 'Leave it out: then it is the client ids.')
  if (token !== undefined && !/^[\x21-\x7e]*$/.test(token))
    report(
      `${at}.securityEvents.token`,
      'it cannot stand in a header',
      'Use letters, digits and signs of ASCII, without spaces.',
    )
  else if (token !== undefined && token.length < SHORTEST_TOKEN)
    report(
      `${at}.securityEvents.token`,
      token === '' ? 'it is missing' : 'it is so short that it can be guessed',
      `Give the bearer token you agreed on with the provider, ${SHORTEST_TOKEN} characters or more, through the environment; or leave it out where the provider shows none.`,
    )
}

const problemWithSecret = (
  authentication: ClientAuthentication,
): { readonly name: string; readonly problem: string } | undefined => {
  if (authentication.kind !== 'signed_secret')
    return authentication.secret === '' ? { name: 'clientSecret', problem: 'it is missing' } : undefined
  const { teamId, keyId, privateKey } = authentication
  for (const [name, value] of Object.entries({ teamId, keyId, privateKey }))
    if (value === '') return { name: `key.${name}`, problem: 'it is missing' }
  return isP256Key(privateKey)
    ? undefined
    : { name: 'key.privateKey', problem: 'it is no P-256 private key in PEM' }
}

const isP256Key = (pem: string): boolean => {
  try {
    const { asymmetricKeyDetails: details } = createPrivateKey(pem)
    return details?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}
