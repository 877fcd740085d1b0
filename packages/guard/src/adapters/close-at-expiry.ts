import type { Principal } from '../principal.js'
import { type Clock, LONGEST_TIMER } from '../time.js'

/** What a WebSocket has, as far as it is closed. That of `ws` does. */
export interface ClosableSocket {
  close(code: number, reason: string): void
  once(event: 'close', listener: () => void): unknown
}

/** Registered with IANA for this: the connection was, or is no longer, allowed. */
export const UNAUTHORIZED = 3000

/**
 * Closes a WebSocket when the token it was opened with ends, with the code 3000 and the reason `token_expired`: nothing is sent over it
 * that would bring another one. The page opens a new one, with the token it has by then.
 */
export function closeAtExpiry(
  socket: ClosableSocket,
  { expiresAt }: Pick<Principal, 'expiresAt'>,
  clock: Clock = Date.now,
): void {
  let timer: NodeJS.Timeout | undefined
  const wait = (): void => {
    const left = expiresAt - clock()
    if (left > 0) timer = setTimeout(wait, Math.min(left, LONGEST_TIMER)).unref()
    else socket.close(UNAUTHORIZED, 'token_expired')
  }
  socket.once('close', () => clearTimeout(timer))
  wait()
}
