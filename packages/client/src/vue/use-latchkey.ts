import type { ProfileFields } from '@latchkey/contract'
import type { LatchkeyClient } from '../latchkey-client.js'
import { useInstalled } from './use-installed.js'

/**
 * The client of this app.
 *
 * @typeParam Profile the one the client was created with
 * @throws TypeError when the plugin is not installed
 */
export const useLatchkey = <Profile = ProfileFields>(): LatchkeyClient<Profile> =>
  useInstalled<Profile>().client
