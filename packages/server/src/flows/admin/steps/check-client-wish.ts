import { AuthError } from '@latchkey/contract'
import type { Client } from '../../../model/client.js'
import { grantsWith, sortScopes } from '../../../model/machine-scopes.js'
import type { Scopes } from '../../../model/scope.js'

export interface CheckClientWishDeps {
  /** Every scope of this server for people. */
  readonly scopes: Scopes
  /** What is wrong with where people are to be sent who have signed out. */
  readonly problemWithGoingOn: (url: string, type: Client['type']) => string | undefined
}

/**
 * Scopes and addresses of a client, as somebody asks for them.
 *
 * @throws AuthError `invalid_parameter`, naming what is wrong
 */
export const checkClientWish = (
  deps: CheckClientWishDeps,
  type: Client['type'],
  wish: { readonly scopes: Scopes; readonly postLogoutRedirectUris: readonly string[] },
): Pick<Client, 'scopes' | 'machineScopes' | 'grants' | 'postLogoutRedirectUris'> => {
  const { scopes, machineScopes } = sortScopes([...new Set(wish.scopes)])
  const unknown = scopes.find((scope) => !deps.scopes.includes(scope))
  // A machine scope needs a secret, and a public client has none.
  if (unknown !== undefined || (type === 'public' && machineScopes.length > 0))
    throw new AuthError('invalid_parameter', { parameter: 'scopes' })
  for (const [index, url] of wish.postLogoutRedirectUris.entries()) {
    const problem = deps.problemWithGoingOn(url, type)
    if (problem === undefined) continue
    const parameter = `postLogoutRedirectUris.${index}`
    throw new AuthError('invalid_parameter', { parameter, issues: [{ parameter, message: problem }] })
  }
  const { postLogoutRedirectUris } = wish
  return { scopes, machineScopes, grants: grantsWith(machineScopes), postLogoutRedirectUris }
}
