import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Guard } from '../guard.js'
import { answerMetadata, metadataAnswers } from '../resource/answer-metadata.js'

/** Answers, or lets the next one do it. Takes the requests of Node, and what frameworks make of them. */
export type MetadataMiddleware = (
  request: IncomingMessage & { readonly originalUrl?: string },
  response: ServerResponse,
  next: () => unknown,
) => void

/**
 * Answers what the API says of itself (RFC 9728) to anybody who asks, at the path of the document; every other request goes on to `next`.
 *
 * @throws TypeError when the guard describes no API
 */
export function resourceMetadata(guard: Pick<Guard, 'metadata'>): MetadataMiddleware {
  const answers = metadataAnswers(guard)
  return (request, response, next) => {
    const [path = ''] = (request.originalUrl ?? request.url ?? '').split('?')
    const answer = answerMetadata(answers, { method: request.method ?? '', path })
    if (answer === undefined) {
      next()
      return
    }
    const { status, headers, body } = answer
    response.writeHead(status, headers).end(body)
  }
}
