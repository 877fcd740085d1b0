import type { ProfileFields } from '@latchkey/contract'
import type { ShallowRef } from 'vue'
import type { ClientState } from '../client-state.js'
import { useInstalled } from './use-installed.js'

/** Who is signed in. */
export const useSession = <Profile = ProfileFields>(): Readonly<ShallowRef<ClientState<Profile>>> =>
  useInstalled<Profile>().state
