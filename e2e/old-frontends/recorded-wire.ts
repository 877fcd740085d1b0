import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Kept beside the checkout, not in it.
const folder = fileURLToPath(new URL('../../../shared/wire/captures/', import.meta.url))

/** A request as a server receives it. Names of headers are in lower case. */
export interface WireRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

/** What was answered to it. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string
}

/** A request that an original frontend sent, and what the original backend answered. */
export interface RecordedCall {
  readonly request: WireRequest
  readonly answer: WireAnswer
}

/** One line of a recording: `{"m":"POST","url":"/google/","h":{…},"body":"{…}","status":200,"rh":{…},"rb":"{…}"}`. */
interface RecordedLine {
  readonly m: string
  readonly url: string
  readonly h: WireRequest['headers']
  readonly body: string
  readonly status: number
  readonly rh: WireAnswer['headers']
  readonly rb: string
}

/** The calls of a recording in their order; undefined, and said loudly, where it is not on this machine. */
export const readRecordedWire = (name: string): readonly RecordedCall[] | undefined => {
  const file = `${folder}${name}.jsonl`
  if (!existsSync(file)) {
    console.warn(
      `\n\n!!! SKIPPED: ${file} is not there, so nothing was compared with the original frontend !!!\n\n`,
    )
    return undefined
  }
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => {
    const { m, url, h, body, status, rh, rb } = JSON.parse(line) as RecordedLine
    return {
      request: { method: m, url, headers: h, body },
      answer: { status, headers: rh, body: rb },
    }
  })
}
