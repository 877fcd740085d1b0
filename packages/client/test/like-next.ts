// What Next puts in place before anything of it runs.
import 'next/dist/server/node-environment-baseline.js'
import { type WorkStore, workAsyncStorage } from 'next/dist/server/app-render/work-async-storage.external.js'
import { workUnitAsyncStorage } from 'next/dist/server/app-render/work-unit-async-storage.external.js'
import { createRequestStoreForAPI } from 'next/dist/server/async-storage/request-store.js'
import { appendMutableCookies } from 'next/dist/server/web/spec-extension/adapters/request-cookies.js'
import { NextRequest } from 'next/server.js'

/**
 * What Next puts around a route handler or a server action: it says how the request came, `cookies()` and `headers()` are those
 * of it, and the cookies that were set there are put with those of the answer.
 */
export const likeNext = async (
  incoming: Request,
  handler: (request: NextRequest) => Promise<Response>,
): Promise<Response> => {
  const request = new NextRequest(incoming)
  request.headers.set('host', request.nextUrl.host)
  request.headers.set('x-forwarded-proto', 'http')
  const store = createRequestStoreForAPI(request, request.nextUrl, NO_TAGS, undefined, undefined, undefined)
  const response = await workAsyncStorage.run({ route: '/api/auth/[...nextauth]' } as WorkStore, () =>
    workUnitAsyncStorage.run(store, () => handler(request)),
  )
  const headers = new Headers(response.headers)
  appendMutableCookies(headers, store.mutableCookies)
  return new Response(response.body, { status: response.status, headers })
}

const NO_TAGS = { tags: [], expirationsByCacheKind: new Map() }
