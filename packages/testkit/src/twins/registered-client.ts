import type { DevelopmentClient } from '../clients/development-client.js'

/** What an application is given when it registers at a provider. */
export interface RegisteredClient {
  readonly id: string
  readonly secret: string
}

/** The only client of a twin. */
export const onlyClient = (client: DevelopmentClient): ReadonlyMap<string, DevelopmentClient> =>
  new Map([[client.id, client]])
