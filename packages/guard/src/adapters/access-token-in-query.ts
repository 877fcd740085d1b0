/** Whether the query of an address holds an `access_token`, however it is written (RFC 6750 §2.3). */
export function hasAccessToken(url: string): boolean {
  const query = url.indexOf('?')
  return query >= 0 && new URLSearchParams(url.slice(query + 1)).has('access_token')
}
