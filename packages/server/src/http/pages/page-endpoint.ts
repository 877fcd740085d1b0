import type { PageDeps } from './page-deps.js'
import type { Visit } from './visit.js'

export type PageEndpoint = (deps: PageDeps, visit: Visit) => Response | Promise<Response>

/** One page: what it shows, and what becomes of its forms. */
export interface PageRoute {
  readonly GET: PageEndpoint
  readonly POST?: PageEndpoint
}
