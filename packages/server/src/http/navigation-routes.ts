import { paths } from '@latchkey/contract'
import type { BeginAttemptDeps } from './browser/begin-attempt.js'
import type { BrowserCall } from './browser/browser-call.js'
import { leaveForProvider } from './doors/navigation/leave-for-provider.js'
import { receiveForm } from './doors/navigation/receive-form.js'
import { type ReturnFromProviderDeps, returnFromProvider } from './doors/navigation/return-from-provider.js'
import { mediaType } from './read-body.js'

export type NavigationDeps = BeginAttemptDeps & ReturnFromProviderDeps
type NavigationEndpoint = (deps: NavigationDeps, call: BrowserCall) => Promise<Response>

/** Where browsers go by themselves, not a script of a page: links, redirects, and forms of providers. */
export const navigationRoutes: Readonly<
  Record<string, { readonly GET: NavigationEndpoint; readonly POST?: NavigationEndpoint }>
> = {
  [`${paths.signIn}/:id`]: { GET: leaveForProvider },
  [`${paths.callback}/:id`]: { GET: returnFromProvider, POST: receiveForm },
}

/** The endpoint for a browser that goes to this path; undefined when it is a script that asks. */
export const findNavigation = (path: string, request: Request): NavigationEndpoint | undefined => {
  const route = navigationRoutes[path]
  if (request.method === 'GET') return route?.GET
  const isForm = request.method === 'POST' && mediaType(request) === 'application/x-www-form-urlencoded'
  return isForm ? route?.POST : undefined
}
