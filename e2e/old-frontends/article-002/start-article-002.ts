import type { IncomingMessage, ServerResponse } from 'node:http'
import { register } from 'node:module'
import type { NextFetchEvent, NextRequest } from 'next/server.js'
import type NextAuthFunction from 'next-auth'
import { likeNext } from '../../../packages/client/test/like-next.js'
import { type OldFrontend, serveOldFrontend } from '../old-frontend.js'
import type { Article002Options } from './auth-config.js'

// Auth.js imports next/server and next/headers, which only Next's bundler resolves. Node wants the extension.
const RESOLVE_NEXT = `export const resolve = (name, context, next) =>
  next(/^next\\/(server|headers|navigation)$/.test(name) ? name + '.js' : name, context)`

register(`data:text/javascript,${encodeURIComponent(RESOLVE_NEXT)}`)

/**
 * Starts the frontend of article 002: Auth.js v5 with credentials at `/api/auth/*`. Every other address is a page that shows the
 * session as JSON; it asks for it twice, in the middleware and in the page, as the pages there do.
 */
export const startArticle002 = async (options: Article002Options): Promise<OldFrontend> => {
  const NextAuth = (await import('next-auth')).default as typeof NextAuthFunction
  const { authConfig002 } = await import('./auth-config.js')
  const { handlers, auth } = NextAuth(authConfig002(options))

  const showPage = async (request: NextRequest): Promise<Response> => {
    const middleware = auth as unknown as (request: NextRequest, event: NextFetchEvent) => Promise<Response>
    const { headers } = await middleware(request, {} as NextFetchEvent)
    const told = new Headers({ 'content-type': 'application/json' })
    for (const cookie of headers.getSetCookie()) told.append('set-cookie', cookie)
    return new Response(JSON.stringify(await auth()), { headers: told })
  }
  return serveOldFrontend(async (incoming, outgoing) => {
    const answer = await likeNext(await readRequest(incoming), (request) => {
      if (!request.nextUrl.pathname.startsWith('/api/auth/')) return showPage(request)
      return handlers[request.method === 'POST' ? 'POST' : 'GET'](request)
    })
    await send(outgoing, answer)
  })
}

const readRequest = async (incoming: IncomingMessage): Promise<Request> => {
  const { method = 'GET', url = '/', headers } = incoming
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return new Request(`http://${headers.host}${url}`, {
    method,
    headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
    ...(method !== 'GET' && { body: Buffer.concat(chunks) }),
  })
}

const send = async (outgoing: ServerResponse, answer: Response): Promise<void> => {
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
  const cookies = answer.headers.getSetCookie()
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies)
  outgoing.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()))
}
