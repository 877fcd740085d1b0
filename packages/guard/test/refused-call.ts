import { AuthError } from '@latchkey/contract'
import type { GuardErrorCode } from '../src/refusal.js'
import type { Presented } from '../src/request/presented.js'
import { refuseInWords } from '../src/wire/refuse-in-words.js'
import type { Wire } from '../src/wire/wire.js'

export const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'

/** The whole answer of a guard with this wire to a refusal, and to the header that led to it. */
export const refusedIn = (
  wire: Wire,
  code: GuardErrorCode,
  authorization: Presented['authorization'] = 'Bearer a.b.c',
) =>
  refuseInWords(wire, new AuthError(code, { detail: 'expected a, saw b' }) as never, {
    presented: { authorization },
    traceId: TRACE_ID,
    realm: 'api',
  })

/** The headers of every refusal in the words of another backend, and those of this one. */
export const headersOf = (more: Readonly<Record<string, string>> = {}) => ({
  'Content-Type': 'application/json',
  'Cache-Control': 'no-store',
  'X-Trace-Id': TRACE_ID,
  ...more,
})
