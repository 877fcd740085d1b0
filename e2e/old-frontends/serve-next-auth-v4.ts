import type { NextAuthOptions } from 'next-auth-v4'
import { likeNextPages } from '../../packages/client/test/like-next-pages.js'
import { type OldFrontend, serveOldFrontend } from './old-frontend.js'

/**
 * Serves NextAuth v4 at `/api/auth/*`, and at `/page` a page that is rendered on the server and shows the session as JSON.
 * It runs NextAuth's own handler without Next around it.
 */
export const serveNextAuthV4 = (authOptions: NextAuthOptions): Promise<OldFrontend> => {
  // NextAuth then takes its own address from the request, so that several frontends fit into one process.
  process.env['AUTH_TRUST_HOST'] = 'true'
  return serveOldFrontend((request, response) => {
    request.headers['x-forwarded-host'] = request.headers.host
    request.headers['x-forwarded-proto'] = 'http'
    return likeNextPages(request, response, authOptions)
  })
}
