import { paths, SESSION_ENDED_EVENT } from '@latchkey/contract'
import { type EndNews, readEndNews } from '../session/end-news.js'
import type { Door } from './send.js'

/** What became of a stream of events. */
export type StreamOutcome =
  | EndNews
  /** It was there, and it is no more: a restart, a proxy, the network. */
  | 'broken'
  /** Nobody is signed in, says the server. */
  | 'nobody'
  /** It cannot be had: no answer, no such address, no room, something in between that does not let it pass. */
  | 'missing'

const SECOND = 1000
/** The server says something every fifteen seconds: after three times nobody is there. */
const PATIENCE = 45 * SECOND
const MOST_TEXT = 4096

/** `GET /session/events`, until the session ends or the stream does (HTML Standard §9.2). Never throws. */
export const readSessionEnd = async (door: Door, signal: AbortSignal): Promise<StreamOutcome> => {
  const silence = new AbortController()
  const listen = () => setTimeout(() => silence.abort(), PATIENCE)
  let patience = listen()
  const stop = () => silence.abort()
  signal.addEventListener('abort', stop)
  let outcome: StreamOutcome = 'missing'
  try {
    const response = await door.fetch(door.address.urlOf(paths.sessionEvents), {
      headers: { accept: EVENT_STREAM },
      credentials: door.address.credentials(),
      cache: 'no-store',
      redirect: 'error',
      signal: silence.signal,
    })
    if (response.status === 401) outcome = 'nobody'
    const reader = isEventStream(response) ? response.body?.getReader() : undefined
    if (reader === undefined) {
      silence.abort()
      return outcome
    }
    outcome = 'broken'
    const decoder = new TextDecoder()
    for (let text = ''; text.length < MOST_TEXT; ) {
      const { done, value } = await reader.read()
      clearTimeout(patience)
      if (done) break
      patience = listen()
      text += decoder.decode(value, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const news = endIn(block)
        if (news !== undefined) outcome = news
      }
      if (typeof outcome === 'object') break
    }
    silence.abort()
  } catch {
    // Aborted, offline, cut: what there was until then is the outcome.
  } finally {
    clearTimeout(patience)
    signal.removeEventListener('abort', stop)
  }
  return outcome
}

const EVENT_STREAM = 'text/event-stream'

const isEventStream = ({ ok, headers }: Response): boolean =>
  ok && headers.get('content-type')?.startsWith(EVENT_STREAM) === true

/** `event: session_ended`, `data: {…}`, a line each. */
const endIn = (block: string): EndNews | undefined => {
  const lines = block.split('\n')
  if (!lines.includes(`event: ${SESSION_ENDED_EVENT}`)) return undefined
  return readEndNews(lines.find((line) => line.startsWith('data: '))?.slice('data: '.length) ?? '')
}
