/** Answers that carry tokens, or say something about one, are kept by nobody (RFC 6749 §5.1). */
const JSON_HEADERS = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  pragma: 'no-cache',
  'x-content-type-options': 'nosniff',
} as const

/** A JSON answer that must not be stored. */
export const answerJson = (
  body: unknown,
  status = 200,
  headers?: Readonly<Record<string, string>>,
): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: headers === undefined ? JSON_HEADERS : { ...JSON_HEADERS, ...headers },
  })

/** It is done, and there is nothing more to say. */
export const answerDone = (): Response =>
  new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })

/** JSON that is text already, with the cookies it sets. */
export const answerText = (json: string, setCookies: readonly string[], status = 200): Response => {
  if (setCookies.length === 0) return new Response(json, { status, headers: JSON_HEADERS })
  const headers = new Headers(JSON_HEADERS)
  for (const line of setCookies) headers.append('set-cookie', line)
  return new Response(json, { status, headers })
}

/** A JSON document anybody may read from anywhere and keep for a while: metadata and public keys, never with credentials. */
export const answerPublicDocument = (body: string, maxAgeSeconds: number): Response =>
  new Response(body, {
    headers: {
      'content-type': 'application/json',
      'cache-control': `public, max-age=${maxAgeSeconds}`,
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    },
  })

/** Sends a browser elsewhere by GET, whatever it came with (RFC 9110 §15.4.4). Nothing of the address it leaves goes along. */
export const answerRedirect = (location: string, setCookies: readonly string[] = []): Response => {
  const headers = new Headers({
    location,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  for (const line of setCookies) headers.append('set-cookie', line)
  return new Response(null, { status: 303, headers })
}
