import { once } from 'node:events'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'

/** Passes a request on as it came, Host included, as the web server in front of both does; the answer comes back as it is. */
export const passOn = async (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  backend: string,
): Promise<void> => {
  const onward = request(new URL(incoming.url ?? '/', backend), {
    method: incoming.method,
    headers: incoming.headers,
  })
  const answered = once(onward, 'response') as Promise<[IncomingMessage]>
  try {
    const [[answer]] = await Promise.all([answered, pipeline(incoming, onward)])
    outgoing.writeHead(answer.statusCode ?? BAD_GATEWAY, answer.rawHeaders)
    await pipeline(answer, outgoing)
  } catch {
    if (!outgoing.headersSent) outgoing.writeHead(BAD_GATEWAY)
    outgoing.end()
  }
}

const BAD_GATEWAY = 502
