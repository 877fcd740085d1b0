import type { Presented } from '../request/presented.js'
import { hasAccessToken } from './access-token-in-query.js'

/**
 * What a Web-standard request presents. `Headers` has joined repeated values with commas already.
 *
 * @param source what stands for it where a framework may put another `Request` in its place
 */
export const presentedByWeb = (request: Request, source: object = request): Presented => {
  const { headers, method, url } = request
  return {
    authorization: headers.get('authorization'),
    accessTokenInQuery: hasAccessToken(url),
    traceparent: headers.get('traceparent'),
    request: {
      method,
      url,
      source,
      upgrade: headers.has('upgrade'),
      values: (name) => valuesOf(headers, name),
    },
  }
}

/** Every value of a header, as far as `Headers` keeps them apart: none, or all in one. */
export const valuesOf = (headers: Pick<Headers, 'get'>, name: string): readonly string[] => {
  const value = headers.get(name)
  return value === null ? [] : [value]
}
