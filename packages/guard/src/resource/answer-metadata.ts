import type { Guard } from '../guard.js'

/** What is answered to somebody who asks what an API accepts. */
export interface MetadataAnswer {
  readonly status: 200 | 204
  readonly headers: Readonly<Record<string, string>>
  /** JSON; empty for a preflight. */
  readonly body: string
}

/** The answers to `GET`, `HEAD` and `OPTIONS` at one path. */
export interface MetadataAnswers {
  readonly path: string
  readonly document: MetadataAnswer
  /** For pages of any origin that send headers of their own along (Fetch §3.2.2). The document is public. */
  readonly preflight: MetadataAnswer
}

/**
 * The document of an API as it is answered (RFC 9728 §3).
 *
 * @throws TypeError when the guard describes no API
 */
export function metadataAnswers(guard: Pick<Guard, 'metadata'>): MetadataAnswers {
  const document = guard.metadata()
  if (document === undefined)
    throw new TypeError(
      "resourceMetadata: the guard describes no API. Give it resource: { url: 'https://api.example.com' }",
    )
  return {
    path: document.path,
    document: { status: 200, headers: document.headers, body: JSON.stringify(document.body) },
    preflight: {
      status: 204,
      headers: {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Methods': 'GET, HEAD',
        'Access-Control-Allow-Headers': '*',
        'Access-Control-Max-Age': '3600',
      },
      body: '',
    },
  }
}

/** The answer to a request; undefined where it is about something else, and goes on. */
export function answerMetadata(
  { path, document, preflight }: MetadataAnswers,
  request: { readonly method: string; readonly path: string },
): MetadataAnswer | undefined {
  if (request.path !== path) return undefined
  if (request.method === 'OPTIONS') return preflight
  return request.method === 'GET' || request.method === 'HEAD' ? document : undefined
}
