const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * Says what is wrong with a URL that keys or trust will come from; undefined when nothing is.
 * Plain http is for loopback, unless allowed: whoever sits between could otherwise hand us their own keys.
 */
export function problemWithUrl(text: unknown, options: { allowHttp: boolean }): string | undefined {
  if (typeof text !== 'string' || !URL.canParse(text))
    return `must be an absolute URL, saw ${JSON.stringify(text)}`
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return `must be an https URL, saw ${url.protocol}`
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password'
  if (url.hash !== '' || url.href.endsWith('#')) return 'must not hold a fragment'
  if (url.protocol === 'http:' && !options.allowHttp && !LOOPBACK.test(url.hostname)) {
    return `must be https: http is only for loopback, saw ${url.hostname}`
  }
  return undefined
}
