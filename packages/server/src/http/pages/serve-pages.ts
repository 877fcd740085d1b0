import { AuthError, pagePaths } from '@latchkey/contract'
import { againPage } from '../../pages/views/again-page.js'
import type { RequestSource } from '../client-network.js'
import { pageRoutes } from '../page-routes.js'
import { answerDocument } from './answer-page.js'
import { goToPage, pageAddress } from './go-to.js'
import { answerAsset, type OpenedSite } from './open-site.js'
import type { PageDeps } from './page-deps.js'
import { showError } from './show-error.js'
import { openVisit, type Visit } from './visit.js'

/** A request for what lies below `/pages` → a page, whatever happens. */
export const servePages =
  (deps: Omit<PageDeps, 'site'>, { site, assets }: OpenedSite, base: string) =>
  async (request: Request, source: RequestSource): Promise<Response> => {
    const path = new URL(request.url).pathname.slice(base.length)
    const asset = assets.get(path)
    if (asset !== undefined && isReading(request)) return answerAsset(asset)
    return serve({ ...deps, site: site() }, { path, request, source })
  }

interface PageRequest {
  readonly path: string
  readonly request: Request
  readonly source: RequestSource
}

const serve = async (deps: PageDeps, { path, request, source }: PageRequest): Promise<Response> => {
  let visit: Visit | undefined
  try {
    const route = Object.hasOwn(pageRoutes, path) ? pageRoutes[path] : undefined
    if (route === undefined) throw new AuthError('not_found')
    const endpoint = isReading(request) ? route.GET : request.method === 'POST' ? route.POST : undefined
    if (endpoint === undefined) return await refuseMethod(deps, request, route.POST === undefined)
    visit = await openVisit(deps, request, source)
    return await endpoint(deps, visit)
  } catch (error) {
    return (visit && signInFirst(deps, { visit, path, error })) ?? showError(deps, { request, visit }, error)
  }
}

const isReading = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD'

/** Of those that are: longer ones would make an address too long to come back to. */
const LONGEST_TOKEN = 200

/** Leads through signing in, and back to the very page. Of its query only what it cannot do without goes along. */
const signInFirst = (
  deps: PageDeps,
  { visit, path, error }: { readonly visit: Visit; readonly path: string; readonly error: unknown },
): Response | Promise<Response> | undefined => {
  if (!(error instanceof AuthError)) return undefined
  const token = visit.form['token'] ?? visit.query['token']
  const isToken = token !== undefined && token.length <= LONGEST_TOKEN
  const returnTo = pageAddress(deps, path, { token: isToken ? token : undefined })
  if (error.code === 'not_signed_in') {
    return goToPage(deps, pagePaths.signIn, { query: { returnTo }, setCookies: visit.setCookies })
  }
  if (error.code !== 'recent_sign_in_needed') return undefined
  const { setCookies } = visit
  return answerDocument(deps, visit.frame, againPage(visit.frame, { returnTo }), { status: 403, setCookies })
}

const refuseMethod = async (deps: PageDeps, request: Request, onlyReads: boolean): Promise<Response> => {
  const detail = request.method
  const answer = await showError(deps, { request }, new AuthError('method_not_allowed', { detail }))
  answer.headers.set('allow', onlyReads ? 'GET' : 'GET, POST') // RFC 9110 §15.5.6
  return answer
}
