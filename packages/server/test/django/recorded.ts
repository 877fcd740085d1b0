import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DoorAnswer } from '../fixtures/test-django-door.js'
import { compareCookies } from './recorded-cookies.js'

/** An answer of an original backend, as a script wrote it down. */
export interface RecordedAnswer {
  readonly title: string
  readonly status: number
  readonly headers: Headers
  readonly body: RecordedBody
}

export type RecordedBody =
  | { readonly kind: 'json'; readonly value: unknown }
  /** JSON of which the script kept only the beginning: the names that stand in it. */
  | { readonly kind: 'cut'; readonly names: readonly string[] }
  /** A page, or nothing. */
  | { readonly kind: 'text'; readonly text: string }

// Kept beside the checkout, not in it.
const folder = fileURLToPath(new URL('../../../../../shared/wire/captures/', import.meta.url))

/** The answers of a recording in their order; undefined, and a loud word, when the recording is not there. */
export const readRecording = (name: string): readonly RecordedAnswer[] | undefined => {
  const text = readCapture(name)
  return text === undefined ? undefined : parseRecording(text)
}

/** A file that was written beside an original backend; undefined, and a loud word, when it is not there. */
export const readCapture = (name: string): string | undefined => {
  const file = join(folder, name)
  if (existsSync(file)) return readFileSync(file, 'utf8')
  console.warn(`\n\n!!! NOT RUN: what the original answered, ${name}, is not there !!!\n\n`)
  return undefined
}

/*
 * ### login ok
 *   -> 200
 *      Content-Type: application/json
 *      Set-Cookie: sessionid=4u0z…; HttpOnly; Path=/
 *      {"detail": "Success"}
 *
 * What stands behind a line of JSON are notes of the script. A page goes on over several lines, and is cut at some length.
 */
export const parseRecording = (text: string): readonly RecordedAnswer[] =>
  text
    .split(/^### /m)
    .slice(1)
    .map((section) => parseAnswer(section.split('\n')))

const INDENT = ' '.repeat(5)
const HEADER = /^ {5}([A-Za-z][A-Za-z-]*): (.*)$/

const parseAnswer = ([title = '', statusLine = '', ...lines]: readonly string[]): RecordedAnswer => {
  const status = Number(/^ {2}-> (\d{3})$/.exec(statusLine)?.[1])
  if (Number.isNaN(status)) throw new Error(`the recording of ${JSON.stringify(title)} has no status`)
  const firstOfBody = lines.findIndex((line) => !HEADER.test(line))
  const headers = new Headers()
  for (const line of lines.slice(0, firstOfBody)) {
    const [, name = '', value = ''] = HEADER.exec(line) ?? []
    headers.append(name, value)
  }
  return { title, status, headers, body: parseBody(lines.slice(firstOfBody)) }
}

const parseBody = ([first = '', ...rest]: readonly string[]): RecordedBody => {
  const start = first.startsWith(INDENT) ? first.slice(INDENT.length) : first
  if (!/^[[{"]/.test(start)) return { kind: 'text', text: [start, ...rest].join('\n').trim() }
  try {
    return { kind: 'json', value: JSON.parse(start) }
  } catch {
    return { kind: 'cut', names: [...start.matchAll(/"([\w-]+)":/g)].map(([, name = '']) => name) }
  }
}

/**
 * In which parts an answer of ours is another than the recorded one: `status`, `content-type`, `www-authenticate`, `allow`,
 * `cookie sessionid`, `cookie sessionid max-age`, `body`, `body.errors.token`. Keys, tokens, addresses and moments are compared by
 * their shape.
 */
export const compareRecorded = (recorded: RecordedAnswer, answer: DoorAnswer): readonly string[] => [
  ...(recorded.status === answer.status ? [] : ['status']),
  ...['content-type', 'www-authenticate'].filter(
    (name) => recorded.headers.get(name) !== answer.headers.get(name),
  ),
  ...(methodsIn(recorded.headers) === methodsIn(answer.headers) ? [] : ['allow']),
  ...compareCookies(recorded.headers.getSetCookie(), answer.setCookies),
  ...compareBody(recorded.body, answer.body),
]

/** In whatever order: it means nothing (RFC 9110 §10.2.1). */
const methodsIn = (headers: Headers): string | undefined =>
  headers.get('allow')?.split(', ').sort().join(', ')

const compareBody = (recorded: RecordedBody, body: unknown): readonly string[] => {
  const isText = typeof body === 'string'
  if ((recorded.kind === 'text') !== isText) return ['body']
  switch (recorded.kind) {
    case 'text':
      // What a page says is nobody's contract; whether there is one is.
      return (recorded.text === '') === (body === '') ? [] : ['body']
    case 'cut': {
      const ours = new Set(leavesOf(body).flatMap(({ path }) => path.split('.')))
      return recorded.names.filter((name) => !ours.has(name)).map((name) => `body.${name}`)
    }
    case 'json': {
      const [theirs, ours] = [recorded.value, body].map(
        (value) => new Map(leavesOf(value).map(({ path, shape }) => [path, shape])),
      )
      const paths = new Set([...(theirs?.keys() ?? []), ...(ours?.keys() ?? [])])
      return [...paths].filter((path) => theirs?.get(path) !== ours?.get(path)).sort()
    }
  }
}

interface Leaf {
  readonly path: string
  readonly shape: string
}

const leavesOf = (value: unknown, path = 'body'): readonly Leaf[] => {
  if (typeof value !== 'object' || value === null) return [{ path, shape: shapeOf(value, path) }]
  const entries = Object.entries(value)
  if (entries.length === 0) return [{ path, shape: Array.isArray(value) ? 'an empty list' : 'nothing in it' }]
  return entries.flatMap(([name, member]) => leavesOf(member, `${path}.${name}`))
}

/** What differs from one person and moment to the next. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  'a JWT': /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/,
  'a token of 40 hex digits': /^[0-9a-f]{40}$/,
  'a UUID': /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'an address': /^[^@\s]+@[^@\s]+$/,
  'a moment': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$/,
}

const shapeOf = (value: unknown, path: string): string => {
  if (typeof value === 'number' && /id$/i.test(path)) return 'a number'
  const shape =
    typeof value === 'string' && Object.entries(SHAPES).find(([, pattern]) => pattern.test(value))?.[0]
  return shape || JSON.stringify(value)
}
