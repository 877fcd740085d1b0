import type { WireRequest } from './recorded-wire.js'

/** A request less what differs from one run to the next: two that look alike were sent by code that does the same. */
export interface Said {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  /** The JSON with the kind of each value in its place, or `nothing`. */
  readonly body: unknown
}

/** What the HTTP library or the browser puts in, whatever the code above it does. */
const OF_THE_PLATFORM = /^(host|connection|content-length|accept-encoding|accept-language|sec-.*)$/

export const whatAClientSays = ({ method, url, headers, body }: WireRequest): Said => ({
  method,
  path: url,
  headers: Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      OF_THE_PLATFORM.test(name) ? [] : [[name, kindOfHeader(name, String(value), headers)]],
    ),
  ),
  body: body === '' ? 'nothing' : kindOf(JSON.parse(body)),
})

const kindOfHeader = (name: string, value: string, headers: WireRequest['headers']): unknown => {
  switch (name) {
    case 'user-agent':
      return value.split('/')[0]
    case 'authorization':
      return value.replace(JWT, '<jwt>')
    case 'cookie':
      return cookiesIn(value).map(({ name }) => name)
    case 'x-csrftoken':
      return isCsrfCookie(value, String(headers['cookie'])) ? '<the csrftoken cookie>' : value
    case 'origin':
      return value === `http://${headers['host']}` ? '<its own>' : value
    case 'referer':
      return new URL(value).pathname
    default:
      return value
  }
}

const isCsrfCookie = (value: string, cookies: string): boolean =>
  cookiesIn(cookies).some((cookie) => cookie.name === 'csrftoken' && cookie.value === value)

const cookiesIn = (header: string) =>
  header.split('; ').map((pair) => ({ name: pair.split('=')[0], value: pair.slice(pair.indexOf('=') + 1) }))

const JWT = /eyJ[\w-]+\.[\w-]+\.[\w-]+/
const kinds: Readonly<Record<string, RegExp>> = {
  '<jwt>': new RegExp(`^${JWT.source}$`),
  '<64 hex>': /^[0-9a-f]{64}$/,
  '<address>': /^https?:/,
}

const kindOf = (value: unknown): unknown => {
  if (typeof value === 'string')
    return Object.entries(kinds).find(([, pattern]) => pattern.test(value))?.[0] ?? '<text>'
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, kindOf(member)]))
}
