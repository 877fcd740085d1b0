import { type ReadSettingsDeps, readSettings } from '../../../flows/admin/read-settings.js'
import { answerJson } from '../../answer.js'

/** `GET /admin/api/settings`. */
export const settings = (deps: ReadSettingsDeps): Response => answerJson(readSettings(deps))
