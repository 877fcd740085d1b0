import { pagePaths } from '@latchkey/contract'
import { goToPage } from '../../pages/go-to.js'
import type { PageRoute } from '../../pages/page-endpoint.js'

/** `/pages`: to the account, and by way of signing in where that is needed. */
export const home: PageRoute = { GET: (deps) => goToPage(deps, pagePaths.account) }
