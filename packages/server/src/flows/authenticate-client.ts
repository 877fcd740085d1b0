import { AuthError } from '@latchkey/contract'
import { acceptedSecrets, type Client } from '../model/client.js'
import type { Clients } from '../ports/clients.js'
import type { Clock } from '../ports/clock.js'
import type { Secrets } from '../ports/secrets.js'

/** How a client named itself (RFC 6749 §2.3.1). A public client gives its id alone. */
export interface ClientCredentials {
  readonly clientId: string
  readonly clientSecret?: string | undefined
}

/**
 * Which client is this?
 *
 * @throws AuthError `client_authentication_failed`, whatever was wrong: who guesses learns not even which clients there are.
 *   The log has the detail.
 */
export const authenticateClient = async (
  {
    clients,
    secrets,
    clock,
  }: { readonly clients: Clients; readonly secrets: Secrets; readonly clock: Clock },
  { clientId, clientSecret }: ClientCredentials,
): Promise<Client> => {
  const client = await clients.find(clientId)
  if (client === undefined) throw new AuthError('client_authentication_failed', { detail: 'no such client' })
  if (client.type === 'public') {
    // A secret in a public client is no secret: refuse it, so that nobody believes in it.
    if (clientSecret !== undefined)
      throw new AuthError('client_authentication_failed', {
        detail: `${client.id} is public and sent a secret`,
      })
    return client
  }
  if (clientSecret === undefined)
    throw new AuthError('client_authentication_failed', { detail: `${client.id} sent no secret` })
  const hash = secrets.hash(clientSecret)
  // Every accepted secret is compared, so that the time tells nothing about which one matched.
  const matches = acceptedSecrets(client, clock.now()).filter((accepted) => secrets.equal(accepted, hash))
  if (matches.length === 0) {
    throw new AuthError('client_authentication_failed', { detail: `${client.id} sent another secret` })
  }
  return client
}
