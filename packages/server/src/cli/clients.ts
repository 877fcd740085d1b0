import { randomBytes } from 'node:crypto'
import { hashClientSecret } from '../configuration/client-secret.js'
import { isClientId } from '../model/client.js'
import { grantsWith, sortScopes } from '../model/machine-scopes.js'
import { CommandError } from './command-error.js'
import { withStorage } from './with-storage.js'

const SECRET_BYTES = 32

/** `latchkey client add`: registers a client; its secret is shown this once and stored as a hash. */
export const addClient = (
  id: string,
  options: { config?: string; public?: boolean; scope?: string },
): Promise<void> =>
  withStorage(options.config, async ({ settings, storage, clock }) => {
    if (!isClientId(id))
      throw new CommandError(
        'A client id is 1 to 128 printable characters without spaces.',
        'Choose a short name, such as web.',
      )
    const { scopes, machineScopes } = sortScopes(options.scope?.split(' ') ?? settings.scopes)
    const unknown = scopes.filter((scope) => !settings.scopes.includes(scope))
    if (unknown.length > 0)
      throw new CommandError(
        `Not a scope of this server: ${unknown.join(', ')}.`,
        'Add it to scopes in the configuration first.',
      )
    if (settings.clients.some((client) => client.id === id))
      throw new CommandError(`The configuration has a client ${id} already.`, 'Choose another id.')

    if (options.public === true && machineScopes.length > 0)
      throw new CommandError(
        `${machineScopes.join(' ')} needs a secret, and a public client has none.`,
        'Leave out --public, or those scopes.',
      )

    const secret = randomBytes(SECRET_BYTES).toString('hex')
    const type = options.public === true ? 'public' : 'confidential'
    const outcome = await storage.clients.add(
      {
        id,
        type,
        secretHashes: [hashClientSecret(secret)],
        retiringSecret: null,
        grants: grantsWith(machineScopes),
        scopes,
        machineScopes,
        backChannelLogoutUri: null,
        postLogoutRedirectUris: [],
      },
      clock.now(),
    )
    if (outcome === 'taken')
      throw new CommandError(
        `There is a client ${id} already.`,
        `Choose another id, or run: latchkey client remove ${id}`,
      )
    console.log(`Added ${type} client ${id}.`)
    if (type === 'confidential') console.log(`Its secret, shown only now: ${secret}`)
  })

/** `latchkey client list`. */
export const listClients = (options: { config?: string }): Promise<void> =>
  withStorage(options.config, async ({ settings, storage }) => {
    for (const client of settings.clients) console.log(`${client.id}  ${client.type}  from the configuration`)
    const stored = await storage.clients.list()
    for (const client of stored) console.log(`${client.id}  ${client.type}`)
    if (settings.clients.length + stored.length === 0) console.log('There are no clients.')
  })

/** `latchkey client remove`: from now on the client is refused. */
export const removeClient = (id: string, options: { config?: string }): Promise<void> =>
  withStorage(options.config, async ({ settings, storage }) => {
    if (settings.clients.some((client) => client.id === id)) {
      throw new CommandError(`${id} comes from the configuration.`, 'Take it out of clients there.')
    }
    const outcome = await storage.clients.remove(id)
    if (outcome === 'unknown')
      throw new CommandError(
        `There is no client ${id} in the database.`,
        'latchkey client list shows those there are.',
      )
    console.log(`Removed ${id}.`)
  })
