import { inject } from 'vue'
import { type Installed, latchkeyKey } from './create-latchkey-plugin.js'

/** Client and state together. @throws TypeError when the plugin is not installed */
export const useInstalled = <Profile>(): Installed<Profile> => {
  const installed = inject(latchkeyKey, undefined)
  if (installed === undefined)
    throw new TypeError('Install the plugin: app.use(createLatchkeyPlugin(client)).')
  return installed as Installed<Profile>
}
