import type { Handler } from 'hono'
import { drawAvatar } from '../people/draw-avatar.js'
import type { Twin } from '../twin.js'

/** A picture that needs no network. Any page may show it; opened by itself it can run and load nothing. */
export const avatar =
  <P>({ people }: Twin<P>): Handler =>
  (context) => {
    const subject = (context.req.param('file') ?? '').replace(/\.svg$/, '')
    const person = people.find(subject)
    if (person === undefined) return context.notFound()
    return context.body(drawAvatar(subject, people.kind.cardOf(person).initials), 200, {
      'Content-Type': 'image/svg+xml; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache',
    })
  }
