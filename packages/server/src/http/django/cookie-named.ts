import { parseCookies } from '@latchkey/guard'

/** The value of a request's cookie of this name; of two the first, which browsers take for the more specific one. */
export const cookieNamed = (request: Request, name: string): string | undefined =>
  parseCookies(request.headers.get('cookie')).find((pair) => pair.name === name)?.value || undefined
