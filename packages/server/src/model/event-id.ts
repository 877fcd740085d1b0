import type { StreamId } from './ids.js'

/**
 * The `jti` of an event in a stream (RFC 8417 §2.2). Derived, so that the same event has the same id however often and by whatever process
 * it is sent.
 */
export const eventIdOf = (stream: StreamId, position: number): string => `${stream}.${position}`

const POSITION = /^[1-9]\d{0,15}$/

/** @returns the position such an id stands for; undefined for what is no id of this stream */
export const positionOf = (stream: StreamId, id: string): number | undefined => {
  const position = id.slice(stream.length + 1)
  return id === `${stream}.${position}` && POSITION.test(position) ? Number(position) : undefined
}
