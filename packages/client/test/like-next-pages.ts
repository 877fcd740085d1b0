import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { NextAuthOptions } from 'next-auth-v4'

// CommonJS, taken as such.
const require = createRequire(import.meta.url)
const { default: NextAuth, getServerSession } = require('next-auth-v4') as typeof import('next-auth-v4')

/** What Next puts around `pages/api/auth/[...nextauth].ts`, and a page that reads the session on the server. */
export const likeNextPages = async (
  request: IncomingMessage,
  response: ServerResponse,
  authOptions: NextAuthOptions,
): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const nextRequest = Object.assign(request, {
    query: {
      ...Object.fromEntries(url.searchParams),
      nextauth: url.pathname.replace('/api/auth/', '').split('/'),
    },
    body: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
    cookies: Object.fromEntries(
      (request.headers.cookie ?? '').split('; ').flatMap((pair) => {
        const [name = '', ...value] = pair.split('=')
        return name === '' ? [] : [[name, decodeURIComponent(value.join('='))]]
      }),
    ),
  })
  const nextResponse = Object.assign(response, {
    status: (status: number) => {
      response.statusCode = status
      return nextResponse
    },
    json: (body: unknown) => response.end(JSON.stringify(body)),
    send: (body: unknown) => response.end(typeof body === 'string' ? body : JSON.stringify(body)),
  })
  if (url.pathname === '/page') {
    nextResponse.json(await getServerSession(nextRequest as never, nextResponse as never, authOptions))
  } else {
    await NextAuth(nextRequest as never, nextResponse as never, authOptions)
  }
}
