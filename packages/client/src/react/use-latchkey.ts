'use client'
import type { ProfileFields } from '@latchkey/contract'
import { useContext } from 'react'
import type { LatchkeyClient } from '../latchkey-client.js'
import { LatchkeyContext } from './latchkey-provider.js'

/**
 * The client of the nearest {@link LatchkeyProvider}.
 *
 * @typeParam Profile the one the client was created with
 * @throws TypeError outside a provider
 */
export const useLatchkey = <Profile = ProfileFields>(): LatchkeyClient<Profile> => {
  const client = useContext(LatchkeyContext)
  if (client === undefined) throw new TypeError('Wrap the app in <LatchkeyProvider client={…}>.')
  return client as LatchkeyClient<Profile>
}
