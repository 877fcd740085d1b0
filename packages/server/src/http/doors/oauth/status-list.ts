import { AuthError, paths } from '@latchkey/contract'
import { SECOND } from '../../../model/time.js'
import type { StatusLists } from '../../../ports/status-lists.js'
import { answerPublicDocument } from '../../answer.js'
import { lastPartOf } from '../../last-part-of.js'

export interface StatusListDeps {
  readonly statusLists: StatusLists
  readonly statusListTtl: number
}

const NUMBER = /^(0|[1-9][0-9]{0,8})$/

/**
 * `GET /status-lists/3`: the bits of a list, signed (Token Status List §9.1). Anybody may read it, for it says nothing about anybody who does
 * not hold the token.
 *
 * @throws AuthError `not_found` for a list in which nobody stands, or nobody any more
 */
export const statusList = async (deps: StatusListDeps, request: Request): Promise<Response> => {
  const number = lastPartOf(request)
  const token = NUMBER.test(number) ? await deps.statusLists.token(Number(number)) : undefined
  if (token === undefined) throw new AuthError('not_found', { detail: `${paths.statusLists}/…` })
  const headers = {
    etag: token.etag,
    // The token says itself how long it is good for; what stands in between must not keep it for longer.
    'cache-control': `public, max-age=${Math.floor(deps.statusListTtl / SECOND)}`,
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  }
  if (isKnown(request.headers.get('if-none-match'), token.etag))
    return new Response(null, { status: 304, headers })
  return new Response(token.text, { headers: { ...headers, 'content-type': 'application/statuslist+jwt' } })
}

/** RFC 9110 §13.1.2, compared weakly: a proxy that compresses makes a weak one of it. */
const isKnown = (header: string | null, etag: string): boolean =>
  header?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag) === true

/** `GET /status-lists`: all of them (§9.3). */
export const statusListAggregation = async (deps: StatusListDeps): Promise<Response> =>
  answerPublicDocument(
    JSON.stringify({ status_lists: await deps.statusLists.uris() }),
    Math.floor(deps.statusListTtl / SECOND),
  )
