import type { MiddlewareHandler } from 'hono'
import { isLoopbackHost } from '../loopback.js'

/**
 * Answers only requests that were addressed to this machine, or to the host of the issuer for a proxy
 * in front. A website that lets its own name resolve to 127.0.0.1 (DNS rebinding) would otherwise read
 * these pages as if they were its own.
 */
export const refuseForeignHost = (issuer: string, who = 'The development provider'): MiddlewareHandler => {
  const issuerHost = new URL(issuer).hostname
  return async (context, next) => {
    const { hostname } = new URL(context.req.url)
    if (isLoopbackHost(hostname) || hostname === issuerHost) return next()
    return context.text(`${who} answers on localhost only.\n`, 421)
  }
}
