import { rotateSecretRequest } from '@latchkey/contract'
import { removeClient } from '../flows/admin/remove-client.js'
import { rotateClientSecret } from '../flows/admin/rotate-client-secret.js'
import { updateClient } from '../flows/admin/update-client.js'
import { checkScopeWish, sayClient, sayNewSecret } from './clients.js'
import { CommandError, UsageError } from './command-error.js'
import { confirm } from './confirm.js'
import { operatingCommand } from './operating-command.js'
import { operatingDeps } from './operating-deps.js'
import { print } from './print.js'
import { readFormerFor } from './read-former-for.js'
import { type CommandDeps, withStorage } from './with-storage.js'

interface Typed {
  readonly config?: string
  readonly json?: boolean
  readonly reason?: string
  readonly yes?: boolean
}

/** `latchkey client update`. */
export const changeClient = (
  id: string,
  typed: Typed & {
    readonly scope?: string
    readonly postLogout?: readonly string[] | false
    readonly backChannel?: string | false
  },
): Promise<void> =>
  withStorage(typed.config, async (deps) => {
    const scopes = typed.scope?.split(' ').filter((scope) => scope !== '')
    const urls = typed.postLogout === false ? [] : typed.postLogout
    const told = typed.backChannel === false ? null : typed.backChannel
    if (scopes === undefined && urls === undefined && told === undefined)
      throw new UsageError(
        'Nothing says what to change.',
        'Give --scope, --post-logout, --no-post-logout, --back-channel or --no-back-channel.',
      )
    const client = await findStored(deps, id)
    checkScopeWish(deps.settings, { scopes: scopes ?? client.scopes, type: client.type })
    const changed = await updateClient(operatingDeps(deps), operatingCommand(), {
      id,
      patch: {
        ...(scopes !== undefined && { scopes }),
        ...(urls !== undefined && { postLogoutRedirectUris: [...urls] }),
        ...(told !== undefined && { backChannelLogoutUri: told }),
      },
    })
    print(typed, sayClient(changed))
  })

/** `latchkey client rotate-secret`: shows the new one this once. */
export const rotateSecret = (id: string, typed: Typed & { readonly formerFor: string }): Promise<void> =>
  withStorage(typed.config, async (deps) => {
    const { formerAcceptedFor: seconds } = rotateSecretRequest.shape
    const formerAcceptedFor = readFormerFor(typed.formerFor, seconds, 'refuses the secret of now')
    await findStored(deps, id)
    if (formerAcceptedFor === 0)
      await confirm(`Whoever uses the secret ${id} has now is refused at once.`, typed)
    const rotated = await rotateClientSecret(operatingDeps(deps), operatingCommand(), {
      id,
      formerAcceptedFor,
      reason: typed.reason,
    })
    print(typed, sayNewSecret(rotated, `${id} has another secret.`))
  })

/** `latchkey client remove`: from now on the client is refused. */
export const dropClient = (id: string, typed: Typed): Promise<void> =>
  withStorage(typed.config, async (deps) => {
    await findStored(deps, id)
    await confirm(`${id} is refused from then on, and its sessions cannot be refreshed.`, typed)
    await removeClient(operatingDeps(deps), operatingCommand(), { id, reason: typed.reason })
    print(typed, { document: { removed: id }, lines: [`Removed ${id}.`] })
  })

/** @throws CommandError for one of the configuration, and for none */
const findStored = async ({ settings, storage }: CommandDeps, id: string) => {
  if (settings.clients.some((client) => client.id === id))
    throw new CommandError(`${id} comes from the configuration.`, 'Change clients there.')
  const client = await storage.clients.find(id)
  if (client === undefined)
    throw new CommandError(
      `There is no client ${id} in the database.`,
      'latchkey client list shows those there are.',
    )
  return client
}
