/** Any origin will do: a path that can leave it could leave the page's as well. */
const ANYWHERE = 'http://return-to.invalid'

/**
 * A path of this site out of something a stranger may have written into a link, such as `?returnTo=`.
 * Other origins, schemes, backslashes and control characters give the fallback.
 *
 * @param value what the address bar says
 * @param fallback where to go otherwise, e.g. `/`
 */
export const safeReturnTo = (value: unknown, fallback: string): string => {
  if (typeof value !== 'string' || !value.startsWith('/') || hasTrickyCharacter(value)) return fallback
  if (!URL.canParse(value, ANYWHERE)) return fallback
  const { origin, pathname } = new URL(value, ANYWHERE)
  // A path that begins with two slashes names a host wherever it is resolved again (RFC 3986 §4.2): `/.//evil.example`.
  return origin === ANYWHERE && !pathname.startsWith('//') ? value : fallback
}

/** The URL parser takes a backslash for a slash and drops tab and newline (WHATWG URL §4.4), so neither belongs in a path. */
const hasTrickyCharacter = (value: string): boolean =>
  [...value].some((character) => character === '\\' || character <= ' ' || character === '\u007f')
