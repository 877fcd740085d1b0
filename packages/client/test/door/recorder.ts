import type { IncomingMessage, ServerResponse } from 'node:http'

/** What an API heard. */
interface Heard {
  readonly method: string | undefined
  readonly token: string | undefined
  readonly hasCookie: boolean
  readonly body: string
}

/** An API that answers 200 to everything, from everywhere, and keeps what it heard. */
export const recorder = () => {
  const heard: Heard[] = []
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const token = request.headers['x-xsrf-token']
    heard.push({
      method: request.method,
      token: typeof token === 'string' ? token : undefined,
      hasCookie: request.headers.cookie?.includes('latchkey=') ?? false,
      body: Buffer.concat(chunks).toString(),
    })
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*')
    response.setHeader('access-control-allow-headers', 'x-xsrf-token, content-type')
    response.end('{}')
  }
  return { heard, listener }
}
