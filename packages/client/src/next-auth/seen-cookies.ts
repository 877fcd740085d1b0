import type { SeenRequest } from './editions/edition.js'

/** A Web `Request`, a Next request of either router, or Node's: anything with headers. */
export interface RequestWithCookies {
  readonly headers: Headers | Readonly<Record<string, string | string[] | undefined>>
  readonly url?: string | undefined
}

/** The cookies of one request, and what else the session cookie is found by. */
export interface SeenCookies extends SeenRequest {
  readonly cookies: ReadonlyMap<string, string>
}

export const cookiesOfRequest = ({ headers, url }: RequestWithCookies): SeenCookies => {
  const header = (name: string): string | undefined => {
    const value = headers instanceof Headers ? headers.get(name) : headers[name]
    return typeof value === 'string' ? value : undefined
  }
  return {
    cookies: parseCookies(header('cookie') ?? ''),
    forwardedProtocol: header('x-forwarded-proto'),
    protocol: url !== undefined && URL.canParse(url) ? new URL(url).protocol : undefined,
  }
}

/**
 * The cookies of the request Next is answering, in server components, route handlers and server actions.
 *
 * @throws TypeError when Next is not installed
 */
export const cookiesOfNext = async (): Promise<SeenCookies> => {
  const next = await importNextHeaders()
  // Outside a request Next throws an error that says so, and during a static render one that Next itself must see.
  const cookies = (await next.cookies()).getAll()
  const forwardedProtocol = (await next.headers()).get('x-forwarded-proto') ?? undefined
  return {
    cookies: new Map(cookies.map(({ name, value }) => [name, value])),
    forwardedProtocol,
    protocol: undefined,
  }
}

const importNextHeaders = async () => {
  try {
    return await import('next/headers.js')
  } catch (cause) {
    throw new TypeError('Outside Next, pass the request: getAccessToken(request).', { cause })
  }
}

/** RFC 6265 §5.4. Of two cookies with one name the first counts: it has the longer path. */
const parseCookies = (header: string): Map<string, string> => {
  const cookies = new Map<string, string>()
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals < 0) continue
    const name = trimBlanks(pair.slice(0, equals))
    if (!cookies.has(name)) cookies.set(name, unescaped(trimBlanks(pair.slice(equals + 1))))
  }
  return cookies
}

/** Space and tab, and no other: a name behind a no-break space has no `__Host-` prefix for the browser, and may be a neighbour's. */
const trimBlanks = (text: string): string => text.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '')

const unescaped = (value: string): string => {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
