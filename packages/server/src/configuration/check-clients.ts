import { FIRST_PARTY_PASSWORD_GRANT, type Grant, MACHINE_SCOPES, type MachineScope } from '@latchkey/contract'
import { type Client, isClientId, OWN_CLIENTS } from '../model/client.js'
import { grantsWith, sortScopes } from '../model/machine-scopes.js'
import { isScopeToken } from '../model/scope.js'
import { checkLogoutAddresses } from './check-logout-addresses.js'
import { hashClientSecret } from './client-secret.js'
import type { Report } from './configuration-error.js'
import type { ClientOptions } from './options.js'
import { STANDARD_SCOPES } from './settings.js'

const MIN_SECRET_LENGTH = 32
/** RFC 6749 appendix A.2: VSCHAR. */
const SECRET_SHAPE = /^[\x20-\x7e]{1,512}$/

/** The scopes of this server: those of the standard, and the given ones. */
export const checkScopes = (scopes: readonly string[], report: Report): readonly string[] => {
  scopes.forEach((scope, index) => {
    if (MACHINE_SCOPES.some((taken) => taken === scope)) {
      report(
        `scopes[${index}]`,
        `${scope} is always there, for clients alone`,
        'Take it out here, and put it into scopes of a client.',
      )
      return
    }
    if (isScopeToken(scope)) return
    report(
      `scopes[${index}]`,
      `${JSON.stringify(scope)} is not a scope`,
      'Use printable characters without spaces or quotes, such as todos:read.',
    )
  })
  return [...new Set([...STANDARD_SCOPES, ...scopes])]
}

/** A client as it is configured → as it is looked up. */
export const checkClient = (
  client: ClientOptions,
  at: string,
  { known, allowPrivate }: { readonly known: readonly string[]; readonly allowPrivate: boolean },
  report: Report,
): Client => {
  if (!isClientId(client.id)) {
    report(
      `${at}.id`,
      'it must be 1 to 128 printable characters without spaces',
      'Choose a short name, such as web.',
    )
  }
  const taken = OWN_CLIENTS.get(client.id)
  if (taken !== undefined) {
    report(`${at}.id`, `${client.id} is what ${taken} are called`, 'Choose another name.')
  }
  const { scopes, machineScopes } = sortScopes(client.scopes ?? known)
  for (const scope of scopes) {
    if (!known.includes(scope))
      report(
        `${at}.scopes`,
        `${scope} is not a scope of this server`,
        `Add it to scopes, or take it out here.`,
      )
  }
  if (client.type === 'public' && machineScopes.length > 0) {
    report(
      `${at}.scopes`,
      `${machineScopes.join(' ')} needs a secret, and a public client has none`,
      "Make it type: 'confidential', or take it out here.",
    )
  }
  return {
    id: client.id,
    type: client.type,
    secretHashes: client.type === 'confidential' ? checkClientSecrets(client, at, report) : [],
    retiringSecret: null,
    grants: grantsOf(client, machineScopes),
    scopes,
    machineScopes,
    ...checkLogoutAddresses(client, at, { allowPrivate }, report),
  }
}

/** Only who is told to may see passwords (RFC 9700 §2.4). */
const grantsOf = (client: ClientOptions, machineScopes: readonly MachineScope[]): readonly Grant[] => {
  const mayTakePasswords = client.type === 'confidential' && client.passwordSignIn === true
  return grantsWith(machineScopes).filter((grant) => grant !== FIRST_PARTY_PASSWORD_GRANT || mayTakePasswords)
}

const checkClientSecrets = (
  client: ClientOptions & { type: 'confidential' },
  at: string,
  report: Report,
): readonly string[] => {
  const given: readonly (readonly [string, string | undefined])[] = [
    ['secret', client.secret],
    ...(client.previousSecret === undefined ? [] : [['previousSecret', client.previousSecret] as const]),
  ]
  return given.flatMap(([name, secret]) => {
    const problem = problemWithSecret(secret)
    if (problem === undefined) return [hashClientSecret(secret ?? '')]
    report(
      `${at}.${name}`,
      problem,
      'Make one with `openssl rand -hex 32` and give it through the environment.',
    )
    return []
  })
}

const problemWithSecret = (secret: string | undefined): string | undefined => {
  if (secret === undefined || secret === '') return 'it is missing'
  if (secret.length < MIN_SECRET_LENGTH) return `it is shorter than ${MIN_SECRET_LENGTH} characters`
  return SECRET_SHAPE.test(secret)
    ? undefined
    : 'it has characters that are not printable ASCII, or more than 512 of them'
}
