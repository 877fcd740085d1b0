import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What a former backend answered. */
export interface RecordedAnswer {
  readonly status: number
  /** `WWW-Authenticate`; undefined when there was none. */
  readonly challenge: string | undefined
  readonly body: string
}

/** Answers of the original backends, by what was asked. Kept beside the checkout, not in it. */
const folder = new URL('../../../../shared/wire/captures/', import.meta.url)

/**
 * Reads a recording: `### what was asked`, `-> status`, headers, an empty line or none, the body.
 *
 * @returns undefined when there is none on this machine, said loudly
 */
export function readRecordedAnswers(name: string): ReadonlyMap<string, RecordedAnswer> | undefined {
  const file = fileURLToPath(new URL(name, folder))
  if (!existsSync(file)) {
    console.warn(`\n\n!!! Recorded answers NOT REPLAYED: ${file} is not there !!!\n\n`)
    return undefined
  }
  const entries = readFileSync(file, 'utf8')
    .split(/^### /m)
    .map((text) => text.split('\n'))
  return new Map(entries.flatMap(([asked = '', ...lines]) => [...readAnswer(asked, lines)]))
}

const HEADER = /^ {5}([A-Za-z-]+): (.*)$/

function* readAnswer(asked: string, lines: readonly string[]): Iterable<[string, RecordedAnswer]> {
  const status = /^ {2}-> (\d{3})$/.exec(lines[0] ?? '')?.[1]
  if (status === undefined) return
  const headers = new Map<string, string>()
  let body = ''
  for (const line of lines.slice(1)) {
    const [, name, value] = HEADER.exec(line) ?? []
    if (name === undefined || value === undefined) {
      body = line.trim()
      break
    }
    headers.set(name.toLowerCase(), value)
  }
  yield [asked, { status: Number(status), challenge: headers.get('www-authenticate'), body }]
}
