import { CSRF_HEADER } from '@latchkey/contract'
import { unreachable } from '../latchkey-error.js'
import type { DoorAddress } from './door-address.js'

const SECOND = 1000
/** Long enough for a password that waits its turn to be hashed; a page that hangs longer would never recover. */
const PATIENCE = 20 * SECOND

/** Where the server is and how to get there. */
export interface Door {
  readonly address: DoorAddress
  readonly fetch: typeof fetch
}

export interface DoorRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: object | undefined
  readonly csrfToken?: string | undefined
  /** The visitor's own cookies. Only a server can set them; in a browser they go along by themselves. */
  readonly cookie?: string | undefined
  /** Goes on when the page is left meanwhile. */
  readonly keepalive?: boolean | undefined
}

/** One request to the browser door. @throws LatchkeyError `unreachable` when nothing answers */
export const send = (door: Door, request: DoorRequest): Promise<Response> => {
  const headers = new Headers({ accept: 'application/json' })
  if (request.body !== undefined) headers.set('content-type', 'application/json')
  if (request.csrfToken !== undefined) headers.set(CSRF_HEADER, request.csrfToken)
  if (request.cookie !== undefined) headers.set('cookie', request.cookie)
  const init: RequestInit = {
    method: request.method,
    headers,
    credentials: door.address.credentials(),
    cache: 'no-store',
    // No endpoint of the door redirects, and neither password nor token may follow somewhere else.
    redirect: 'error',
    keepalive: request.keepalive ?? false,
    signal: AbortSignal.timeout(PATIENCE),
  }
  if (request.body !== undefined) init.body = JSON.stringify(request.body)
  return door.fetch(door.address.urlOf(request.path), init).catch((cause: unknown) => {
    throw unreachable(cause)
  })
}
