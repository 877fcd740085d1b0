import { CSRF_HEADER, paths, type SessionState } from '@latchkey/contract'
import type { DoorAddress } from '../wire/door-address.js'

const READING = ['GET', 'HEAD']
const CSRF_REFUSALS: readonly unknown[] = ['csrf_token_missing', 'csrf_token_invalid']

/** The token of a session, and whose that is. */
interface Known {
  readonly token: string
  /** Undefined: nobody is signed in. */
  readonly userId: string | undefined
}

/**
 * A fetch that sends the CSRF token of this browser's session with what changes something. When the token is refused, because the
 * session is another by now, the request is repeated once; but never as somebody else than when it was first sent.
 */
export const sendCsrfToken = (address: DoorAddress, fetchRequest: typeof fetch): typeof fetch => {
  let known: Promise<Known> | undefined

  const readSession = async (): Promise<Known> => {
    const answer = await fetchRequest(address.urlOf(paths.session), {
      headers: { accept: 'application/json' },
      credentials: address.credentials(),
      cache: 'no-store',
    })
    if (!answer.ok) throw new TypeError(`the session could not be read: ${answer.status}`)
    const state = (await answer.json()) as SessionState
    return { token: state.csrfToken, userId: state.status === 'signed_in' ? state.user.id : undefined }
  }
  const current = (): Promise<Known> => {
    known ??= readSession().catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }
  const attempt = (request: Request, { token }: Known): Promise<Response> => {
    request.headers.set(CSRF_HEADER, token)
    return fetchRequest(request)
  }

  return async (given, init) => {
    const request = new Request(given, init)
    if (READING.includes(request.method)) return fetchRequest(request)
    const again = request.clone()
    const before = await current()
    const answer = await attempt(request, before)
    if (answer.status !== 403) return answer
    const text = await answer.text()
    const refusal = (): Response => new Response(text, answer)
    if (!isTokenRefusal(text)) return refusal()
    known = undefined
    const after = await current()
    return after.userId === before.userId ? attempt(again, after) : refusal()
  }
}

const isTokenRefusal = (text: string): boolean => {
  try {
    const { reason, code } = JSON.parse(text) as Readonly<Record<string, unknown>>
    return CSRF_REFUSALS.includes(reason ?? code)
  } catch {
    return false
  }
}
