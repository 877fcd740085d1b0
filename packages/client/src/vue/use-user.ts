import type { AccountUser, ProfileFields } from '@latchkey/contract'
import { type ComputedRef, computed } from 'vue'
import { useSession } from './use-session.js'

/** The person who is signed in; null when nobody is, or when that is not known yet. */
export const useUser = <Profile = ProfileFields>(): ComputedRef<AccountUser<Profile> | null> => {
  const state = useSession<Profile>()
  return computed(() => (state.value.status === 'signed_in' ? state.value.user : null))
}
