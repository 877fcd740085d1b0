/**
 * A fetch with the cookies of one browser and one host, as far as `Set-Cookie: name=value` and `Max-Age=0` go.
 *
 * @param {(request: Request) => Promise<Response>} send default: the platform's
 */
export const jarFetch = (send = (request) => fetch(request)) => {
  const jar = new Map()
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  return {
    /** What this browser sends in its `Cookie` header. */
    cookie,
    /** @type {typeof fetch} */
    fetch: async (input, init) => {
      const request = new Request(input, init)
      if (jar.size > 0) request.headers.set('cookie', cookie())
      const response = await send(request)
      for (const line of response.headers.getSetCookie()) {
        const { name, value } = /^(?<name>[^=]+)=(?<value>[^;]*)/.exec(line)?.groups ?? {}
        if (/; *max-age=0(;|$)/i.test(line)) jar.delete(name)
        else jar.set(name, value)
      }
      return response
    },
  }
}
