'use client'
import type { ProfileFields } from '@latchkey/contract'
import { useSyncExternalStore } from 'react'
import type { ClientState } from '../client-state.js'
import { useLatchkey } from './use-latchkey.js'

/** Who is signed in. The component renders again when that changes. */
export const useSession = <Profile = ProfileFields>(): ClientState<Profile> => {
  const client = useLatchkey<Profile>()
  return useSyncExternalStore(client.subscribe, client.getState, client.getInitialState)
}
