import { CSRF_HEADER, type SessionState } from '@latchkey/contract'
import { pageOrigin } from './door-address.js'
import { readJson } from './read-answer.js'
import type { Door } from './send.js'
import { isTokenRefusal, sendWithToken } from './send-with-token.js'
import type { SessionReader } from './session-reader.js'

export interface OwnApi<Profile> {
  readonly door: Door
  readonly reader: SessionReader<Profile>
  /** Whether the page makes this request for this session. */
  readonly isMeantFor: (session: SessionState<Profile>) => boolean
  /** The API says that nobody is signed in. */
  readonly onUnauthorized: () => void
}

/** One request to the app's own API, with the session's cookie and, where it changes something, the CSRF token. */
export const fetchOwnApi = async <Profile>(
  api: OwnApi<Profile>,
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> => {
  const request = new Request(input, init)
  const { origin } = new URL(request.url)
  const isAtHome = origin === pageOrigin()
  // Another origin gets what any fetch would give it, and nothing of ours.
  if (!isAtHome && origin !== api.door.address.origin()) return api.door.fetch(request)

  const credentials = isAtHome || init?.credentials !== undefined ? request.credentials : 'include'
  const response = await (SAFE_METHODS.includes(request.method)
    ? api.door.fetch(new Request(request, { credentials }))
    : fetchUnsafe(api, request, credentials))
  if (response.status === 401) api.onUnauthorized()
  return response
}

const fetchUnsafe = <Profile>(api: OwnApi<Profile>, request: Request, credentials: RequestCredentials) =>
  sendWithToken<Profile, Response>({
    reader: api.reader,
    isMeantFor: api.isMeantFor,
    refusesToken: async (response) =>
      // The caller reads the body, so a copy is looked at.
      response.status === 403 && isTokenRefusal(403, await readJson(response.clone())),
    attempt: async (csrfToken) => {
      // A clone each time: a body can be read once.
      const copy = request.clone()
      const headers = new Headers(copy.headers)
      headers.set(CSRF_HEADER, csrfToken)
      // The fetch algorithm takes this header along to wherever a redirect leads (Fetch §4.4), so nothing is followed.
      const redirect = copy.redirect === 'follow' ? 'manual' : copy.redirect
      const response = await api.door.fetch(new Request(copy, { headers, credentials, redirect }))
      if (copy.redirect === 'follow' && isRedirect(response)) {
        throw new TypeError(
          `${copy.method} ${copy.url} was redirected. A request that carries the CSRF token is not followed: send it where it leads.`,
        )
      }
      return response
    },
  })

/** RFC 9110 §9.2.1. */
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/** A browser hides where it leads (`opaqueredirect`); other runtimes show the answer itself. */
const isRedirect = ({ type, status }: Response): boolean =>
  type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(status)
