import { readAccess } from '../../../../auth'
import { fetchTodoApi, TodoApiUnreachable } from '../../../../server/fetch-todo-api'
import { isFromThisSite } from '../../../../server/is-from-this-site'
import { refuse } from '../../../../server/refuse'

/** Larger than any todo. The API has a limit of its own; this one keeps large bodies out of this process. */
const MAX_BODY_BYTES = 16 * 1024

type Context = RouteContext<'/api/todos/[[...path]]'>

/**
 * The way from the browser to the API: same origin towards the browser, the access token put on here, on the
 * server. Forwards four known requests and nothing else; of the caller's headers, none.
 */
async function forward(request: Request, context: Context): Promise<Response> {
  const { path: [id, ...rest] = [] } = await context.params
  const isForOne = request.method === 'PATCH' || request.method === 'DELETE'
  if (rest.length > 0 || isForOne !== (id !== undefined)) {
    return refuse(404, 'not_found', 'There is nothing at this address.')
  }
  if (request.method !== 'GET' && !isFromThisSite(request)) {
    return refuse(403, 'cross_site', 'This request did not come from a page of this app.')
  }
  const length = Number(request.headers.get('content-length') ?? 0)
  if (length > MAX_BODY_BYTES || request.headers.has('transfer-encoding')) {
    return refuse(
      413,
      'body_too_large',
      `Send at most ${MAX_BODY_BYTES} bytes, and say how many in Content-Length.`,
    )
  }

  const access = await readAccess()
  if (access.status === 'unavailable') {
    return refuse(503, 'latchkey_unavailable', 'The sign-in service does not answer. Try again in a moment.')
  }
  if (access.status !== 'signed-in') return refuse(401, 'signed_out', 'You are signed out. Sign in again.')

  const target =
    id === undefined ? `/todos${new URL(request.url).search}` : `/todos/${encodeURIComponent(id)}`
  try {
    const body = length > 0 ? await request.text() : undefined
    return answerAs(await fetchTodoApi(access.accessToken, target, { method: request.method, body }))
  } catch (error) {
    if (!(error instanceof TodoApiUnreachable)) throw error
    return refuse(502, 'api_unreachable', 'The todo API does not answer. Try again in a moment.')
  }
}

/** Status and body of the API's answer. Its headers stay here. */
function answerAs(answer: Response): Response {
  const headers = new Headers({ 'cache-control': 'no-store' })
  const type = answer.headers.get('content-type')
  if (type !== null) headers.set('content-type', type)
  return new Response(answer.body, { status: answer.status, headers })
}

export { forward as DELETE, forward as GET, forward as PATCH, forward as POST }
