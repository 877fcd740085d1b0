import { type OldFrontend, serveOldFrontend } from '../old-frontend.js'
import { buildSpa } from './build-spa.js'
import { passOn } from './pass-on.js'
import type { Settings } from './spa/settings.js'

export interface Article004Options extends Settings {
  /** Where the API is: an origin. What begins with /admin, /api, /graphql, /media or /static goes there. */
  readonly backend: string
}

const OF_THE_BACKEND = /^\/(admin|api|graphql|media|static)/

/** Starts the frontend of article 004: a single-page app and the proxy that gives it one origin with a Django. */
export const startArticle004 = async ({ backend, providers }: Article004Options): Promise<OldFrontend> => {
  const { page, script } = await buildSpa({ providers })
  return serveOldFrontend((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (OF_THE_BACKEND.test(pathname)) return passOn(request, response, backend)
    const isScript = pathname === '/spa.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(isScript ? script : page)
  })
}
