import { headers } from 'next/headers.js'
import type { Guard } from '../guard.js'
import type { Principal } from '../principal.js'
import type { Presented } from '../request/presented.js'
import type { PrincipalFor, RequiredMode, Requirement } from '../requirement.js'
import { valuesOf } from './web-request.js'

/**
 * Who is calling, for server components and server actions of Next.js. Route handlers use `protect`, which sees the whole request:
 * here nobody knows its address, so tokens that are bound to a key are refused.
 *
 * @throws AuthError with the reason; in optional mode a stranger is undefined
 */
export async function currentPrincipal<P extends Principal, R extends Requirement<P> = RequiredMode<P>>(
  guard: Guard<P>,
  requirement?: R,
): Promise<PrincipalFor<R, P>> {
  return guard.check(presentedByHeaders(await headers()), requirement)
}

const presentedByHeaders = (received: Pick<Headers, 'get' | 'has'>): Presented => ({
  authorization: received.get('authorization'),
  traceparent: received.get('traceparent'),
  request: {
    method: methodOf(received),
    url: undefined,
    upgrade: received.has('upgrade'),
    values: (name) => valuesOf(received, name),
  },
})

/**
 * Next.js does not tell the method, and a cookie is worth less in a request that another site can make a browser send. Browsers write
 * `Origin` into each that is no GET or HEAD (Fetch §3.2). Those that begin a server action carry a header that no other site can make
 * them send, and Next.js has compared their origin with the host.
 */
const methodOf = (received: Pick<Headers, 'has'>): 'GET' | 'POST' =>
  received.has('origin') && !received.has('next-action') ? 'POST' : 'GET'
