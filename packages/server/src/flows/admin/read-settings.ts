import type { SettingsView } from '@latchkey/contract'
import type { Providers } from '../../sign-in/social/provider.js'

export interface ReadSettingsDeps {
  /** What was read out of the configuration, member by member, so that nothing comes along unseen. */
  readonly settingsView: Omit<SettingsView, 'providers'>
  readonly providers: Providers
}

/** What is configured, and who can prove identities at this moment. */
export const readSettings = ({ settingsView, providers }: ReadSettingsDeps): SettingsView => ({
  ...settingsView,
  providers: providers().map(({ id, name }) => ({ id, name })),
})
