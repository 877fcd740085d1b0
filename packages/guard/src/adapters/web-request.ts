import type { PresentedRequest } from '../request/presented.js'

/** A Web-standard request as the guard looks at it. `Headers` has joined repeated values with commas already. */
export const presentedByWeb = (request: Request): PresentedRequest => ({
  method: request.method,
  url: request.url,
  values: (name) => {
    const value = request.headers.get(name)
    return value === null ? [] : [value]
  },
})
