import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** A refusal as a log has it. All of it was written by others. */
export interface LoggedRefusal {
  readonly file: string
  readonly time: string | undefined
  readonly reason: string | undefined
  readonly status: number | undefined
  readonly detail: string | undefined
  /** What was underneath, in a word or two. */
  readonly cause: string | undefined
  /** What the line says where it is no JSON, or says nothing else. */
  readonly event: string | undefined
}

const LONGEST_LINE = 64 * 1024
const MOST_FOUND = 20
const LONGEST_TEXT = 1_000

/** Every line of a log that is about this trace, the first few of them. */
export const findRefusals = async (
  traceId: string,
  log: { readonly file: string; readonly input?: Readable },
): Promise<readonly LoggedRefusal[]> => {
  const found: LoggedRefusal[] = []
  const input = log.input ?? createReadStream(log.file)
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.length > LONGEST_LINE || !line.includes(traceId)) continue
      found.push(readLine(line, basename(log.file)))
      if (found.length === MOST_FOUND) break
    }
  } finally {
    input.destroy()
  }
  return found
}

// {"level":30,"time":"2026-11-21T12:00:00.000Z","reason":"token_expired","trace":"4bf9…","status":401,"detail":"exp is …","msg":"request refused"}
// {"time":"2026-11-21T12:00:00.000Z","reason":"token_expired","trace":"4bf9…","detail":"exp is …"}
const readLine = (line: string, file: string): LoggedRefusal => {
  const fields = readObject(line)
  const { time, reason, status, detail, cause, msg } = fields
  const underneath = Object(fields['err'])['message'] ?? cause
  return {
    file,
    time: typeof time === 'number' ? (new Date(time).toJSON() ?? undefined) : textOf(time),
    reason: textOf(reason),
    status: typeof status === 'number' ? status : undefined,
    detail: textOf(detail),
    cause: textOf(underneath),
    event: textOf(msg) ?? (reason === undefined ? textOf(line) : undefined),
  }
}

const readObject = (line: string): Readonly<Record<string, unknown>> => {
  try {
    // Services that are started together stand behind a name: `api | {…}`.
    return Object(JSON.parse(line.slice(Math.max(line.indexOf('{'), 0))))
  } catch {
    return {}
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== ''
    ? value.slice(0, LONGEST_TEXT).replaceAll(LIKE_A_TOKEN, '…')
    : undefined

/** Our own log has none; the lines of others may. */
const LIKE_A_TOKEN = /eyJ[\w-]+\.[\w.-]+|lk[a-z]{2}_[\w.-]+|\b[0-9a-f]{40}\b/g
