import { paths } from '@latchkey/contract'
import type { ReceiveLogoutDeps } from '../flows/receive-logout.js'
import type { ReceiveSecurityEventDeps } from '../flows/receive-security-event.js'
import { receiveLogout } from './doors/providers/receive-logout.js'
import { receiveSecurityEvent } from './doors/providers/receive-security-event.js'

export type ProviderRoutesDeps = ReceiveLogoutDeps & ReceiveSecurityEventDeps

/** Where providers tell of something by themselves, all by POST. */
export const providerRoutes: Readonly<
  Record<string, (deps: ProviderRoutesDeps, request: Request) => Promise<Response>>
> = {
  [`${paths.providers}/:id/backchannel-logout`]: receiveLogout,
  [`${paths.providers}/:id/security-events`]: receiveSecurityEvent,
}
