import type { Client } from '../model/client.js'
import type { Millis } from '../model/time.js'

/** The applications known to the OAuth door. */
export interface Clients {
  find(id: string): Promise<Client | undefined>
}

/** Those of them that operators added, kept in the database. */
export interface ClientRegistry extends Clients {
  list(): Promise<readonly Client[]>
  add(client: Client, now: Millis): Promise<'added' | 'taken'>
  /** Inside a transaction: nobody changes or removes the client until it ends. */
  hold(id: string): Promise<Client | undefined>
  /** Everything about a client who is held but its id and type. */
  replace(client: Client): Promise<void>
  remove(id: string): Promise<'removed' | 'unknown'>
}
