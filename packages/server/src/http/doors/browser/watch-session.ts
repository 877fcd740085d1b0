import { SESSION_ENDED_EVENT, type SessionEnded, type SessionEndReason } from '@latchkey/contract'
import { type WatchSessionDeps, watchSession as watchSessionFlow } from '../../../flows/watch-session.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'
import { openEventStream } from '../../browser/event-stream.js'

/** `GET /session/events`: stays open, and tells when the session of this browser ends, and why. */
export const watchSession = async (deps: WatchSessionDeps, call: BrowserCall): Promise<Response> => {
  let hasLeft = false
  let stop: (() => void) | undefined
  const stream = openEventStream(() => {
    hasLeft = true
    stop?.()
  })
  if (call.request.method === 'HEAD') {
    requireSignedIn(call)
    return new Response(null, { headers: stream.response.headers })
  }
  let isTold = false
  const tellEnd = (session: string, reason: SessionEndReason): void => {
    if (isTold) return
    isTold = true
    const data: SessionEnded = { session, reason }
    stream.send(SESSION_ENDED_EVENT, data)
    stream.end()
  }
  const cookie = call.cookies.session
  const watched = await watchSessionFlow(deps, cookie, {
    ended: tellEnd,
    beat: stream.beat,
    left: stream.end,
  })
  if (watched.status === 'over') tellEnd(watched.sessionId, watched.reason)
  else if (hasLeft) watched.stop()
  else stop = watched.stop
  return stream.response
}
