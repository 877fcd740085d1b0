import { type OldFrontend, serveOldFrontend } from './old-frontend.js'
import type { RecordedCall, WireAnswer, WireRequest } from './recorded-wire.js'

/** A backend that answers what another one once answered, and keeps what it is asked. */
export interface RecordedBackend extends OldFrontend {
  readonly requests: readonly WireRequest[]
}

/** What belongs to the connection and is made anew for this one. */
const OF_THE_CONNECTION = new Set(['date', 'server', 'content-length', 'connection'])

/**
 * Answers each address with the recorded answers to it, one after another; the last one again when they are used up, and 404
 * to an address that was never asked for.
 */
export const startRecordedBackend = async (calls: readonly RecordedCall[]): Promise<RecordedBackend> => {
  const requests: WireRequest[] = []
  const left = new Map<string, WireAnswer[]>()
  for (const { request, answer } of calls) {
    const address = `${request.method} ${request.url}`
    left.set(address, [...(left.get(address) ?? []), answer])
  }
  const server = await serveOldFrontend(async (request, response) => {
    const { method = 'GET', url = '/', headers } = request
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
    const answers = left.get(`${method} ${url}`) ?? []
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (answer === undefined) {
      response.writeHead(404).end()
      return
    }
    for (const [name, value] of Object.entries(answer.headers))
      if (!OF_THE_CONNECTION.has(name)) response.setHeader(name, value)
    response.writeHead(answer.status).end(answer.body)
  })
  return { ...server, requests }
}
