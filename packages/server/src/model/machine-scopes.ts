import {
  CLIENT_CREDENTIALS_GRANT,
  GRANTS,
  type Grant,
  MACHINE_SCOPES,
  type MachineScope,
  paths,
} from '@latchkey/contract'
import type { Scopes } from './scope.js'

/** Scopes as an operator writes them down for a client → those of its people, and those it has in its own name. */
export const sortScopes = (
  scopes: Scopes,
): { readonly scopes: Scopes; readonly machineScopes: readonly MachineScope[] } => ({
  scopes: scopes.filter((scope) => !MACHINE_SCOPES.some((known) => known === scope)),
  machineScopes: MACHINE_SCOPES.filter((known) => scopes.includes(known)),
})

/** Every grant but tokens in its own name, for a client that may do nothing in its own name. */
export const grantsWith = (machineScopes: readonly MachineScope[]): readonly Grant[] =>
  GRANTS.filter((grant) => grant !== CLIENT_CREDENTIALS_GRANT || machineScopes.length > 0)

/**
 * The audience of machine tokens: the endpoints for receivers of security events, and nothing else. It is not the issuer, which may be the
 * audience of an API: there a name of a client must not pass for a person (RFC 9700 §4.15).
 */
export const machineAudience = (issuer: string): string => issuer + paths.securityEvents
