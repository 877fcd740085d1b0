import type { MiddlewareHandler } from 'hono'
import { stylesheetSource } from '../pages/stylesheet.js'

/**
 * There is no `form-action` on purpose. Chromium applies it to every redirect that follows a form post,
 * and the last of them belongs to the application: its callback on one origin may well lead on to its
 * frontend on another, which this page cannot know and would break without a word.
 */
const contentSecurityPolicy = (styleSource: string): string =>
  [
    "default-src 'none'",
    `style-src ${styleSource}`,
    "img-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/**
 * What every answer to a person's browser carries: no scripts, no frames, no caches, and no `Referer`
 * that would hand the request's parameters to the application. `same-origin` rather than `no-referrer`,
 * because the latter makes browsers send `Origin: null` with our own form.
 */
export const pageHeadersFor =
  (styleSource: string): MiddlewareHandler =>
  async (context, next) => {
    await next()
    context.header('Content-Security-Policy', contentSecurityPolicy(styleSource))
    context.header('X-Frame-Options', 'DENY')
    context.header('X-Content-Type-Options', 'nosniff')
    if (!context.res.headers.has('Referrer-Policy')) context.header('Referrer-Policy', 'same-origin')
    context.header('Cache-Control', 'no-store')
  }

/** {@link pageHeadersFor} pages with the one stylesheet. */
export const pageHeaders = pageHeadersFor(stylesheetSource)
