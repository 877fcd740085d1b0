'use client'
import type { AccountUser, ProfileFields } from '@latchkey/contract'
import { useSession } from './use-session.js'

/** The person who is signed in; null when nobody is, or when that is not known yet. */
export const useUser = <Profile = ProfileFields>(): AccountUser<Profile> | null => {
  const state = useSession<Profile>()
  return state.status === 'signed_in' ? state.user : null
}
