import type { SettingsView } from '@latchkey/contract'
import { answerJson } from '../../answer.js'

/** `GET /admin/api/settings`: what was read out of the configuration, member by member, so that nothing comes along unseen. */
export const settings = ({ settingsView }: { readonly settingsView: SettingsView }): Response =>
  answerJson(settingsView)
