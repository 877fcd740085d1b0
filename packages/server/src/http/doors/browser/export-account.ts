import { type ExportAccountDeps, exportAccount as exportAccountFlow } from '../../../flows/export-account.js'
import { answerJson } from '../../answer.js'
import { type BrowserCall, requireThemselves } from '../../browser/browser-call.js'

/** `GET /account/export`: everything kept about the person, as a file. */
export const exportAccount = async (deps: ExportAccountDeps, call: BrowserCall): Promise<Response> =>
  answerJson(await exportAccountFlow(deps, requireThemselves(call).current.user), 200, {
    'content-disposition': 'attachment; filename="account.json"',
  })
