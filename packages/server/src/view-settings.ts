import type { SettingsView } from '@latchkey/contract'
import type { Settings } from './configuration/settings.js'

/** What operators may see of the configuration: each member is named here, so that no secret comes along unseen. */
export const viewSettings = (settings: Settings): Omit<SettingsView, 'providers'> => ({
  issuer: settings.issuer,
  audiences: [...settings.audiences],
  scopes: [...settings.scopes],
  database: settings.database.kind,
  signingAlgorithm: settings.signingAlgorithm,
  doors: settings.doors.map(({ kind }) => kind),
  hostedPages: settings.browserDoor?.hosted !== undefined,
  apiKeys: settings.apiKeys !== undefined,
  lifetimes: {
    accessToken: settings.accessTokenLifetime,
    sessionIdle: settings.sessionPolicy.idleLimit,
    sessionAbsolute: settings.sessionPolicy.absoluteLimit,
  },
  passwordRules: { minLength: settings.passwordRules.minLength, maxLength: settings.passwordRules.maxLength },
})
