const UNRESERVED = /[A-Za-z0-9\-._~]/
const ESCAPE = /%[0-9A-Fa-f]{2}/g

/**
 * An address as two spellings of it are compared (RFC 9449 §4.3 check 9, RFC 3986 §6.2.2, §6.2.3): scheme and host in lower case, no default port,
 * no dot segments, each character escaped in one way; without query and fragment. Undefined for what is no web address.
 */
export function targetAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, origin, pathname, username, password } = new URL(text)
  if ((protocol !== 'https:' && protocol !== 'http:') || username !== '' || password !== '') return undefined
  return origin + pathname.replace(ESCAPE, sameEscape)
}

const sameEscape = (written: string): string => {
  const character = String.fromCharCode(Number.parseInt(written.slice(1), 16))
  return UNRESERVED.test(character) ? character : written.toUpperCase()
}
