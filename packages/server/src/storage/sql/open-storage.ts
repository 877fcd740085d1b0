import type { SessionId, UserId } from '../../model/ids.js'
import type { Session } from '../../model/session.js'
import type { Millis } from '../../model/time.js'
import type { User } from '../../model/user.js'
import type { Accounts } from '../../ports/accounts.js'
import type { ClientRegistry } from '../../ports/clients.js'
import type { Sessions } from '../../ports/sessions.js'
import type { SigningKeys } from '../../ports/signing-keys.js'
import type { Transactions } from '../../ports/storage.js'
import { type AccountMemory, accountsIn, readAccounts } from './accounts.js'
import { clientsOn } from './clients.js'
import type { Database } from './database.js'
import { migrate } from './migrate.js'
import { Recent } from './recent.js'
import { SessionTouches } from './session-touches.js'
import { openSessionIn, sessionsOn } from './sessions.js'
import { signingKeysOn } from './signing-keys.js'
import { spentProofsOn } from './spent-proofs.js'
import { sweep } from './sweep.js'

/** Every store, over one database. */
export interface Storage extends Transactions {
  readonly accounts: Pick<Accounts, 'findById' | 'findByIdentity' | 'findByProvenAddress' | 'recall'>
  readonly sessions: Sessions
  readonly clients: ClientRegistry
  readonly signingKeys: SigningKeys
  /** @returns the names of the migrations this call applied */
  migrate(now: Millis): Promise<readonly string[]>
  /** Writes the batched uses of sessions. */
  writeTouches(): Promise<void>
  /** Deletes a batch of what nobody can use any more. @returns how many rows went */
  sweep(now: Millis): Promise<number>
  /** Finishes what was begun, writes what was gathered, lets go of the database. */
  close(): Promise<void>
}

const REMEMBERED_SESSIONS = 50_000
const REMEMBERED_USERS = 50_000

/** The stores over a database that is open. */
export const storageOn = (database: Database): Storage => {
  const epoch = () => database.epoch()
  const recentSessions = new Recent<SessionId, Session>(epoch, REMEMBERED_SESSIONS)
  const recentUsers = new Recent<UserId, User>(epoch, REMEMBERED_USERS)
  const touches = new SessionTouches(database)
  const accounts = readAccounts(database)
  const memory: AccountMemory = {
    forgetUser: (id) => recentUsers.forget(id),
  }

  return {
    accounts: { ...accounts, recall: (id) => recentUsers.recall(id, () => accounts.findById(id)) },
    sessions: sessionsOn(database, recentSessions, touches),
    clients: clientsOn(database),
    signingKeys: signingKeysOn(database),
    transaction: (work) =>
      database.transaction((connection) =>
        work({
          accounts: accountsIn(connection, memory),
          sessions: openSessionIn(connection),
          spentProofs: spentProofsOn(connection),
        }),
      ),
    migrate: (now) => migrate(database, now),
    writeTouches: () => touches.write(),
    sweep: (now) => sweep(database, now),
    close: async () => {
      try {
        await touches.write()
      } finally {
        await database.close()
      }
    },
  }
}
