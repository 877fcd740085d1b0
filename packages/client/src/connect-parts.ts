import { type ProfileFields, paths } from '@latchkey/contract'
import type { ClientState } from './client-state.js'
import type { LatchkeyClientOptions } from './latchkey-client.js'
import { connectTabs, type Tabs } from './page/tabs.js'
import { keepSession } from './session/keep-session.js'
import { createOwedSignOut, type OwedSignOut } from './session/owed-sign-out.js'
import { createRetries, type Retries } from './session/retries.js'
import type { SessionKeeper, SessionParts } from './session/session-keeper.js'
import { createStateCell, type StateCell } from './session/state-cell.js'
import { readDoorAddress } from './wire/door-address.js'
import { connectDoor, type DoorCalls } from './wire/door-calls.js'
import { expectSession } from './wire/expect-answer.js'
import type { Door } from './wire/send.js'
import { createSessionReader, type SessionReader } from './wire/session-reader.js'

/** What a client is made of. */
export interface ClientParts<Profile> {
  readonly initialState: ClientState<Profile>
  readonly cell: StateCell<Profile>
  readonly keeper: SessionKeeper<Profile>
  readonly calls: DoorCalls<Profile>
  readonly door: Door
  readonly reader: SessionReader<Profile>
  readonly owed: OwedSignOut
  readonly retries: Retries
  readonly tabs: Tabs
}

/** Puts the parts together; nothing is asked, opened or listened to yet. @throws TypeError for a wrong `baseUrl` */
export const connectParts = <Profile = ProfileFields>(
  options: LatchkeyClientOptions<Profile>,
): ClientParts<Profile> => {
  const initialState: ClientState<Profile> = options.initialState ?? { status: 'unknown' }
  const address = readDoorAddress(options.baseUrl ?? '')
  const name = address.urlOf('')
  const door: Door = { address, fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)) }

  const cell = createStateCell(initialState)
  const owed = createOwedSignOut(name)
  const reader = createSessionReader<Profile>(door)
  const calls = connectDoor(door, reader, () => keeper.doubt())
  const tabs = connectTabs(name, (news) => keeper.hear(news))
  const retries = createRetries(() => keeper.glance())

  const endSession: SessionParts<Profile>['endSession'] = async (isMeantFor) =>
    reader.learn(
      expectSession<Profile>(
        await calls.send({ method: 'DELETE', path: paths.session, keepalive: true, isMeantFor }),
      ),
    )
  const keeper: SessionKeeper<Profile> = keepSession({
    cell,
    owed,
    retries,
    read: reader.read,
    endSession,
    announce: tabs.announce,
  })
  return { initialState, cell, keeper, calls, door, reader, owed, retries, tabs }
}
