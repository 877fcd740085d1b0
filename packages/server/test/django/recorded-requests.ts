import { type RecordedAnswer, readCapture } from './recorded.js'

/** A request of an original frontend, as a proxy wrote it down, and what the original backend answered. */
export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly answer: RecordedAnswer
}

/* { "m": "GET", "url": "/api/login-set-cookie/", "h": { … }, "body": "", "status": 200, "rh": { "set-cookie": ["…"], … }, "rb": "{…}" } */
interface Line {
  readonly m: string
  readonly url: string
  readonly h: Readonly<Record<string, string>>
  readonly body: string
  readonly status: number
  readonly rh: Readonly<Record<string, string | readonly string[]>>
  readonly rb: string
}

/** The requests of a frontend in their order; undefined, and a loud word, when nobody wrote them down. */
export const readRequests = (name: string): readonly RecordedRequest[] | undefined =>
  readCapture(name)
    ?.split('\n')
    .filter((line) => line !== '')
    .map((line) => toRequest(JSON.parse(line) as Line))

const toRequest = ({ m: method, url: path, h: headers, body, status, rh, rb }: Line): RecordedRequest => {
  const answered = new Headers()
  for (const [name, values] of Object.entries(rh))
    for (const value of [values].flat()) answered.append(name, value)
  const isJson = answered.get('content-type') === 'application/json'
  return {
    method,
    path,
    headers,
    body,
    answer: {
      title: `${method} ${path}`,
      status,
      headers: answered,
      body: isJson ? { kind: 'json', value: JSON.parse(rb) } : { kind: 'text', text: rb },
    },
  }
}
