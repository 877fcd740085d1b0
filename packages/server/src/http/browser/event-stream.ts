import { SECOND } from '../../model/time.js'

/** An answer of server-sent events (HTML Standard §9.2) that stays open. */
export interface EventStream {
  readonly response: Response
  send(event: string, data: object): void
  /** A comment: readers skip it, and whoever stands in between sees that somebody is there. */
  beat(): void
  end(): void
}

const HEADERS = {
  'content-type': 'text/event-stream',
  // A proxy that compresses holds back what does not fill its buffer.
  'cache-control': 'no-store, no-transform',
  // nginx collects an answer before it sends it on, unless it is told not to.
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
} as const

/** How soon a browser's own EventSource comes back, and how soon when there is nothing to come back for. */
const RETRY = 3 * SECOND
const RETRY_AFTER_END = 60 * SECOND
/** Whoever has not taken so many of our words is not there any more. */
const MOST_UNREAD = 16

/** @param onLeft called once, when the reader has gone or does not read */
export const openEventStream = (onLeft: () => void): EventStream => {
  const encoder = new TextEncoder()
  let writer: ReadableStreamDefaultController<Uint8Array> | undefined
  const leave = (): void => {
    if (writer === undefined) return
    writer = undefined
    onLeft()
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        writer = controller
      },
      cancel: leave,
    },
    { highWaterMark: MOST_UNREAD },
  )
  const write = (text: string): void => {
    if (writer === undefined) return
    if ((writer.desiredSize ?? 0) > 0) {
      writer.enqueue(encoder.encode(text))
      return
    }
    writer.error(new Error('nobody reads this stream'))
    leave()
  }
  // At once, so that the answer begins: some wait for the first byte before they pass on the head.
  write(`retry: ${RETRY}\n\n`)
  return {
    response: new Response(body, { headers: HEADERS }),
    send: (event, data) =>
      write(`retry: ${RETRY_AFTER_END}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    beat: () => write(':\n\n'),
    end: () => {
      writer?.close()
      writer = undefined
    },
  }
}
