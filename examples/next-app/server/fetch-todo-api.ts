import { todoApiUrl } from './todo-api-url'

const TIME_LIMIT_MS = 5_000

/** The API did not answer, or not in time. Nobody has been signed out by it. */
export class TodoApiUnreachable extends Error {}

/**
 * Calls the API as the user the access token belongs to. Only on the server: the token must not reach a page.
 *
 * @throws TodoApiUnreachable
 */
export async function fetchTodoApi(
  accessToken: string,
  path: string,
  request: { method?: string; body?: string | undefined } = {},
): Promise<Response> {
  const headers = new Headers({ accept: 'application/json', authorization: `Bearer ${accessToken}` })
  if (request.body !== undefined) headers.set('content-type', 'application/json')
  try {
    return await fetch(new URL(path, todoApiUrl), {
      method: request.method ?? 'GET',
      headers,
      body: request.body ?? null,
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    })
  } catch (cause) {
    throw new TodoApiUnreachable(`${todoApiUrl} did not answer`, { cause })
  }
}
