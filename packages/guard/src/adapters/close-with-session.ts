import type { Guard } from '../guard.js'
import type { Principal } from '../principal.js'
import type { Clock } from '../time.js'
import { type ClosableSocket, closeAtExpiry, UNAUTHORIZED } from './close-at-expiry.js'

/**
 * Closes a WebSocket when the session ends it was opened with, with the code 3000 and the reason `token_session_ended`, or when its token
 * does, as `closeAtExpiry` does.
 */
export function closeWithSession(
  socket: ClosableSocket,
  guard: Pick<Guard, 'whenEnded'>,
  principal: Principal,
  clock: Clock = Date.now,
): void {
  const stopWatching = guard.whenEnded(principal, () => socket.close(UNAUTHORIZED, 'token_session_ended'))
  socket.once('close', stopWatching)
  closeAtExpiry(socket, principal, clock)
}
