import { AuthError } from '@latchkey/contract'
import type { Client } from '../../../model/client.js'
import { grantsWith, sortScopes } from '../../../model/machine-scopes.js'
import type { Scopes } from '../../../model/scope.js'

export interface CheckClientWishDeps {
  /** Every scope of this server for people. */
  readonly scopes: Scopes
  /** What is wrong with where people are to be sent who have signed out. */
  readonly problemWithGoingOn: (url: string, type: Client['type']) => string | undefined
  /** What is wrong with where the client is to be told of ends. */
  readonly problemWithTold: (url: string, type: Client['type']) => string | undefined
}

type Addresses = Pick<Client, 'postLogoutRedirectUris' | 'backChannelLogoutUri'>

/**
 * Scopes and addresses of a client, as somebody asks for them.
 *
 * @throws AuthError `invalid_parameter`, naming what is wrong
 */
export const checkClientWish = (
  deps: CheckClientWishDeps,
  type: Client['type'],
  wish: Addresses & { readonly scopes: Scopes },
): Addresses & Pick<Client, 'scopes' | 'machineScopes' | 'grants'> => {
  const { scopes, machineScopes } = sortScopes([...new Set(wish.scopes)])
  const unknown = scopes.find((scope) => !deps.scopes.includes(scope))
  expectFit('scopes', unknown === undefined ? undefined : `${unknown} is not a scope of this server`)
  if (type === 'public' && machineScopes.length > 0)
    expectFit('scopes', `${machineScopes.join(' ')} needs a secret, and a public client has none`)
  const { postLogoutRedirectUris, backChannelLogoutUri } = wish
  for (const [index, url] of postLogoutRedirectUris.entries())
    expectFit(`postLogoutRedirectUris.${index}`, deps.problemWithGoingOn(url, type))
  if (backChannelLogoutUri !== null)
    expectFit('backChannelLogoutUri', deps.problemWithTold(backChannelLogoutUri, type))
  return {
    scopes,
    machineScopes,
    grants: grantsWith(machineScopes),
    postLogoutRedirectUris,
    backChannelLogoutUri,
  }
}

const expectFit = (parameter: string, problem: string | undefined): void => {
  if (problem !== undefined)
    throw new AuthError('invalid_parameter', { parameter, issues: [{ parameter, message: problem }] })
}
