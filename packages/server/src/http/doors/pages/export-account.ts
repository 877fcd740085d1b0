import { paths } from '@latchkey/contract'
import { answerJson } from '../../answer.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { read } from '../../pages/visit.js'

/** `/pages/account/export`: the file of `GET /account/export`, for whom a refusal has to be a page. */
export const exportAccount: PageRoute = {
  GET: async (deps, visit) =>
    answerJson(await read(deps, visit, { route: paths.accountExport }), 200, {
      'content-disposition': 'attachment; filename="account.json"',
    }),
}
