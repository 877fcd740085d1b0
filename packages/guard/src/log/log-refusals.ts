import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { RefusedRequest } from '../guard.js'

/** Where `latchkey explain <trace id>` looks, below the folder a process runs in. */
const DEFAULT_FILE = '.latchkey/refusals.ndjson'
const MAX_BYTES = 1024 * 1024
const LONGEST_TEXT = 2_000

/**
 * Writes refused requests to a file, for `latchkey explain <trace id>`: `createGuard({ …, onRefused: logRefusals() })`. For development; in
 * production, log from `onRefused` to wherever your log is.
 *
 * The file holds at most a mebibyte, and `<file>.1` what was there before. A file that cannot be written is told once, and refuses nobody.
 */
export const logRefusals = (file = DEFAULT_FILE): ((refused: RefusedRequest) => void) => {
  let isBroken = false
  return ({ code, traceId, detail, cause }) => {
    if (isBroken) return
    const line = JSON.stringify({
      time: new Date().toISOString(),
      reason: code,
      trace: traceId,
      ...(detail !== undefined && { detail: detail.slice(0, LONGEST_TEXT) }),
      ...(cause instanceof Error && { cause: cause.message.slice(0, LONGEST_TEXT) }),
    })
    try {
      append(file, `${line}\n`)
    } catch (error) {
      isBroken = true
      console.warn(
        `[latchkey] refusals are not written to ${file}: ${error instanceof Error ? error.message : error}`,
      )
    }
  }
}

const append = (file: string, line: string): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size + line.length > MAX_BYTES) renameSync(file, `${file}.1`)
  appendFileSync(file, line, { mode: 0o600 })
}
