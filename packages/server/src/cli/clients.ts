import { type AdminClient, AuthError, type ClientWithSecret } from '@latchkey/contract'
import { createClient } from '../flows/admin/create-client.js'
import { listClients, readClient } from '../flows/admin/list-clients.js'
import { isClientId } from '../model/client.js'
import { sortScopes } from '../model/machine-scopes.js'
import { CommandError, UsageError } from './command-error.js'
import { operatingCommand } from './operating-command.js'
import { operatingDeps } from './operating-deps.js'
import { type Printed, print } from './print.js'
import { type CommandDeps, withStorage } from './with-storage.js'

interface TypedNewClient {
  readonly config?: string
  readonly json?: boolean
  readonly public?: boolean
  readonly scope?: string
  readonly postLogout?: readonly string[]
  readonly backChannel?: string
}

/** `latchkey client add`: registers a client; its secret is shown this once and stored as a hash. */
export const addClient = (id: string, typed: TypedNewClient): Promise<void> =>
  withStorage(typed.config, async (deps) => {
    const { settings } = deps
    if (!isClientId(id))
      throw new UsageError(
        'A client id is 1 to 128 printable characters without spaces.',
        'Choose a short name, such as web.',
      )
    const type = typed.public === true ? 'public' : 'confidential'
    const scopes = typed.scope?.split(' ')
    checkScopeWish(settings, { scopes, type })
    if (settings.clients.some((client) => client.id === id))
      throw new CommandError(`The configuration has a client ${id} already.`, 'Choose another id.')
    const added = await createClient(operatingDeps(deps), operatingCommand(), {
      wish: {
        id,
        type,
        ...(scopes !== undefined && { scopes }),
        ...(typed.postLogout !== undefined && { postLogoutRedirectUris: [...typed.postLogout] }),
        ...(typed.backChannel !== undefined && { backChannelLogoutUri: typed.backChannel }),
      },
      claim: undefined,
    }).catch((error: unknown) => {
      throw error instanceof AuthError && error.code === 'client_taken'
        ? new CommandError(
            `There is a client ${id} already.`,
            `Choose another id, or run: latchkey client remove ${id}`,
          )
        : error
    })
    print(typed, sayNewSecret(added, `Added ${type} client ${id}.`))
  })

/** @throws UsageError for what is no scope here, and what a public client cannot have */
export const checkScopeWish = (
  settings: CommandDeps['settings'],
  { scopes: wanted, type }: { readonly scopes: readonly string[] | undefined; readonly type: string },
): void => {
  const { scopes, machineScopes } = sortScopes(wanted ?? settings.scopes)
  const unknown = scopes.filter((scope) => !settings.scopes.includes(scope))
  if (unknown.length > 0)
    throw new UsageError(
      `Not a scope of this server: ${unknown.join(', ')}.`,
      'Add it to scopes in the configuration first.',
    )
  if (type === 'public' && machineScopes.length > 0)
    throw new UsageError(
      `${machineScopes.join(' ')} needs a secret, and a public client has none.`,
      'Leave out --public, or those scopes.',
    )
}

/** A client whose secret is seen this once. */
export const sayNewSecret = (document: ClientWithSecret, line: string): Printed => ({
  document,
  lines: document.secret === null ? [line] : [line, `Its secret, shown only now: ${document.secret}`],
})

/** `latchkey client list`. */
export const listAllClients = (typed: { config?: string; json?: boolean }): Promise<void> =>
  withStorage(typed.config, async (deps) => {
    const list = await listClients(operatingDeps(deps))
    const lines = list.items.map(
      ({ id, type, source }) =>
        `${id}  ${type}${source === 'configuration' ? '  from the configuration' : ''}`,
    )
    print(typed, { document: list, lines: lines.length === 0 ? ['There are no clients.'] : lines })
  })

/** `latchkey client show`. */
export const showClient = (id: string, typed: { config?: string; json?: boolean }): Promise<void> =>
  withStorage(typed.config, async (deps) => {
    const client = await readClient(operatingDeps(deps), id)
    print(typed, sayClient(client))
  })

export const sayClient = (client: AdminClient): Printed => ({
  document: client,
  lines: [
    `${client.id}  ${client.type}  from the ${client.source}`,
    `scopes        ${client.scopes.join(' ')}`,
    `grants        ${client.grants.join(' ')}`,
    ...client.postLogoutRedirectUris.map((url) => `post-logout   ${url}`),
    ...(client.backChannelLogoutUri === null ? [] : [`back-channel  ${client.backChannelLogoutUri}`]),
    ...(client.formerSecretUntil === null
      ? []
      : [`The secret before is accepted until ${client.formerSecretUntil}.`]),
  ],
})
