import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Guard } from '../guard.js'
import type { Principal } from '../principal.js'
import { assertRequirement, type PrincipalFor, type Requirement } from '../requirement.js'
import { answerBug } from './answer-bug.js'
import { answerSocket } from './answer-socket.js'
import { hideSocketCredential, presentedBySocket } from './socket-credential.js'

export { closeAtExpiry } from './close-at-expiry.js'
export { closeWithSession } from './close-with-session.js'

/** A request whose caller is known. */
export type GuardedUpgradeRequest<P> = IncomingMessage & {
  principal: P
  /** To be sent along with the handshake: `sockets.on('headers', …)` of `ws`. */
  answerHeaders: Readonly<Record<string, string>>
}

/** Makes a WebSocket of it. */
export type GuardedUpgrade<P> = (request: GuardedUpgradeRequest<P>, socket: Duplex, head: Buffer) => unknown

/**
 * Wraps a listener for `server.on('upgrade', …)`: it runs for requests whose access token meets the requirement, before the handshake;
 * the others are answered with HTTP. The token comes in `Authorization` or, from pages, as the protocol `latchkey.bearer.<token>`,
 * which is gone from the request afterwards. A bug, in the listener too, is logged and answered with 500.
 *
 * @throws TypeError when the requirement makes no sense
 */
export function protectUpgrade<P extends Principal, R extends Requirement<P>>(
  guard: Guard<P>,
  requirement: R,
  upgrade: GuardedUpgrade<PrincipalFor<R, P>>,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void> {
  assertRequirement(requirement)
  return async (request, socket, head) => {
    // Node has taken its own listener away: a caller who hangs up meanwhile must not end the process.
    const hangUp = () => socket.destroy()
    socket.on('error', hangUp)
    const writtenBefore = bytesWritten(socket)
    try {
      const admission = await guard.admit(presentedBySocket(request), requirement)
      if (socket.destroyed) return
      if (!admission.admitted) return answerSocket(socket, admission.refusal)
      const { principal, headers: answerHeaders = {} } = admission
      hideSocketCredential(request)
      await upgrade(Object.assign(request, { principal, answerHeaders }), socket, head)
      socket.off('error', hangUp)
    } catch (bug) {
      const answer = answerBug(bug, request)
      // What was upgraded speaks no HTTP any more.
      if (socket.writable && bytesWritten(socket) === writtenBefore) answerSocket(socket, answer)
      else socket.destroy()
    }
  }
}

const bytesWritten = (socket: Duplex): number => Number(Reflect.get(socket, 'bytesWritten') ?? 0)
