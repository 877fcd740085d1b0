import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Something between an app and Latchkey that sees what is asked. */
export interface LatchkeyBetween {
  readonly issuer: string
  readonly asked: { readonly path: string; readonly form: URLSearchParams }[]
  close(): Promise<void>
}

export interface ChangedAnswers {
  /** What takes the place of the `device_token` in each answer; undefined takes it away. */
  readonly deviceToken?: (given: unknown) => string | undefined
}

/** Passes forms on to the server at `issuer`, and its answers back. */
export const startBetween = async (
  issuer: string,
  { deviceToken }: ChangedAnswers = {},
): Promise<LatchkeyBetween> => {
  const asked: LatchkeyBetween['asked'] = []
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let form = ''
    for await (const text of request.setEncoding('utf8')) form += text
    const path = request.url ?? ''
    const body = new URLSearchParams(form)
    asked.push({ path, form: body })
    const { authorization = '' } = request.headers
    const answer = await fetch(`${issuer}${path}`, { method: 'POST', headers: { authorization }, body })
    const { device_token: given, ...rest } = (await answer.json()) as Record<string, unknown>
    const token = deviceToken === undefined ? given : deviceToken(given)
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ ...rest, device_token: token }))
  }
  const http = createServer((request, response) => {
    pass(request, response).catch(() => response.writeHead(502).end())
  })
  http.listen(0, 'localhost')
  await once(http, 'listening')
  return {
    issuer: `http://localhost:${(http.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      http.close()
      http.closeAllConnections()
      await once(http, 'close')
    },
  }
}
