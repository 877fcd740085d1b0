/** Answers requests without following redirects: an app, seen from outside. */
export type Answer = (request: Request) => Promise<Response>

/** One person's browser, as far as signing in needs one: it keeps cookies and follows nothing by itself. */
export interface Browser {
  /** Of the app it looks at. */
  readonly origin: string
  readonly cookies: Map<string, string>
  send(path: string, init: RequestInit): Promise<Response>
  get(path: string): Promise<Response>
  post(path: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Response>
  /** What it would send, as a request an app receives. */
  request(path: string): Request
  /** Another tab on the same machine: the same cookies now, its own from here on. */
  tab(): Browser
}

export const openBrowser = (origin: string, answer: Answer, cookies = new Map<string, string>()): Browser => {
  const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const request = new Request(new URL(path, origin), { ...init, redirect: 'manual' })
    request.headers.set('cookie', cookieHeader())
    const response = await answer(request)
    for (const line of response.headers.getSetCookie()) store(cookies, line)
    return response
  }
  return {
    origin,
    cookies,
    send,
    get: (path) => send(path, {}),
    post: (path, form, headers = {}) =>
      send(path, { method: 'POST', body: new URLSearchParams(form), headers }),
    request: (path) => new Request(new URL(path, origin), { headers: { cookie: cookieHeader() } }),
    tab: () => openBrowser(origin, answer, new Map(cookies)),
  }
}

/** RFC 6265 §5.2, for cookies of one host and path. */
const store = (cookies: Map<string, string>, line: string): void => {
  const [pair = '', ...attributes] = line.split(';')
  const equals = pair.indexOf('=')
  const name = pair.slice(0, equals).trim()
  const isExpired = attributes.some((attribute) => {
    const [key = '', value = ''] = attribute.trim().split('=')
    if (key.toLowerCase() === 'max-age') return Number(value) <= 0
    return key.toLowerCase() === 'expires' && Date.parse(value) <= Date.now()
  })
  if (isExpired) cookies.delete(name)
  else cookies.set(name, pair.slice(equals + 1))
}

/** The address an answer redirects to. */
export const locationOf = (response: Response): string => {
  const location = response.headers.get('location')
  if (location === null) throw new Error(`HTTP ${response.status} is no redirect`)
  return location
}
