import type { IncomingMessage } from 'node:http'
import type { Presented } from '../request/presented.js'
import { presentedBy, valuesOf } from './node-request.js'

const PREFIX = 'latchkey.bearer.'

/**
 * What a request for a WebSocket presents. Pages cannot set its headers, but they name protocols: one that reads
 * `latchkey.bearer.<token>` counts as `Authorization: Bearer <token>`.
 */
export function presentedBySocket(request: IncomingMessage): Presented {
  const presented = presentedBy(request)
  const tokens = protocolsOf(request).filter(isCredential)
  if (tokens.length === 0) return presented
  const authorization = [
    ...valuesOf(request.rawHeaders, 'authorization'),
    ...tokens.map((protocol) => `Bearer ${protocol.slice(PREFIX.length)}`),
  ]
  return { ...presented, authorization }
}

/**
 * Takes credentials out of the protocols a request names. A server answers with one of these, and a token that is sent back ends up
 * in logs (RFC 6455 §4.2.2).
 */
export function hideSocketCredential({ headers, rawHeaders }: IncomingMessage): void {
  const protocols = protocolsOf({ rawHeaders })
  if (!protocols.some(isCredential)) return
  const others = protocols.filter((protocol) => !isCredential(protocol))
  if (others.length === 0) delete headers['sec-websocket-protocol']
  else headers['sec-websocket-protocol'] = others.join(', ')
}

const isCredential = (protocol: string): boolean => protocol.startsWith(PREFIX)

const protocolsOf = ({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): string[] =>
  valuesOf(rawHeaders, 'sec-websocket-protocol').flatMap((list) => list.split(',').map((one) => one.trim()))
