/** A page of the application, told what went wrong: `?error=sign_in_cancelled&provider=google`. */
export const refusedPage = (page: string, reason: string, provider: string): string => {
  const url = new URL(page)
  url.searchParams.set('error', reason)
  url.searchParams.set('provider', provider)
  return url.href
}
