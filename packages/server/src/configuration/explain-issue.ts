import type { z } from 'zod'
import type { ConfigurationProblem } from './configuration-error.js'
import { guessMilliseconds, writeMilliseconds } from './guess-milliseconds.js'
import { findNearMiss } from './near-miss.js'

export type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** What the schema of the options found, in words for whoever wrote them. Values are not repeated: they may be secrets. */
export const explainIssue = (issue: Issue, options: unknown): readonly ConfigurationProblem[] => {
  const { path } = issue
  const at = placeOf(path)
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(' ')
    return issue.keys.map((key) => explainUnknown(placeOf([...path, key.slice(0, 100)]), key, known))
  }
  const given = valueAt(options, path)
  if (issue.code === 'invalid_type') {
    const problem =
      given === undefined ? 'it is missing' : `it is ${kindOf(given)}, not ${KINDS[issue.expected]}`
    return [{ at, problem, fix: fixKind(path, issue.expected, given) }]
  }
  const allowed = allowedBy(issue)
  if (allowed !== undefined) {
    const problem = given === undefined ? 'it is missing' : 'it is none of the values there are'
    if (path[0] === 'doors' && path.length === 3)
      return [{ at: placeOf(path.slice(0, 2)), problem: 'it is no door', fix: `Write ${DOORS}.` }]
    return [{ at, problem, fix: `Write ${EITHER.format(allowed.map((value) => `'${String(value)}'`))}.` }]
  }
  if (issue.code === 'too_small')
    return [{ at, problem: 'it is empty', fix: 'Leave it out, or put something in.' }]
  if (issue.code === 'too_big') {
    return [{ at, problem: 'it is too long', fix: `Use at most ${issue.maximum} characters.` }]
  }
  return [{ at, problem: issue.code === 'custom' ? issue.message : 'it does not fit', fix: SEE }]
}

const SEE = 'docs/configuration.md and the type LatchkeyOptions say what goes here.'
const EITHER = new Intl.ListFormat('en', { type: 'disjunction' })

/** `clients[0].secret`; the options themselves are called that. */
const placeOf = (path: Path): string => {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return place === '' ? 'options' : place.replace(/^\./, '')
}

/** What is written on the top, and belongs below. */
const MOVED: Readonly<Record<string, string | undefined>> = Object.assign(Object.create(null), {
  pages: 'browser.pages',
  topology: 'browser.topology',
  smtp: 'mail.smtp',
})

const explainUnknown = (at: string, key: string, known: readonly string[]): ConfigurationProblem => {
  const meant = at === key ? (MOVED[key] ?? findNearMiss(key, known)) : findNearMiss(key, known)
  return {
    at,
    problem: 'there is no such option',
    fix: meant === undefined ? `Take it out. There are: ${known.join(', ')}.` : `Did you mean ${meant}?`,
  }
}

const valueAt = (options: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part], options)

const KINDS: Partial<Record<Extract<Issue, { code: 'invalid_type' }>['expected'], string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list'
  switch (typeof value) {
    case 'string':
      return 'a text'
    case 'object':
      return value === null ? 'null' : 'an object'
    case 'number':
      return Number.isFinite(value) ? 'a number' : String(value)
    case 'function':
      return 'a function'
    default:
      return String(value)
  }
}

const EXAMPLES: Readonly<Record<string, string>> = {
  browser: "browser: { topology: { kind: 'same-origin', app: 'https://app.example.com' } }",
  'browser.topology': "topology: { kind: 'same-origin', app: 'https://app.example.com' }",
  mail: "mail: { smtp: 'smtps://user:password@mail.example.com' }",
  lifetimes: 'lifetimes: { accessToken: 600_000 }',
  permissions: "permissions: ['articles.read', 'articles.write']",
  roles: "roles: { editor: ['articles.write'] }",
}

/** By what stands at the end of the place, whichever door it is. */
const DOOR_EXAMPLES: Readonly<Record<string, string>> = {
  until: "the last day on which its tokens are accepted: until: '2027-01-31'",
  redirectUri: "the address your pages get codes at: redirectUri: 'https://app.example.com/callback'",
}

const fixKind = (path: Path, expected: string, given: unknown): string => {
  if (typeof given === 'function' && expected === 'object') return fixUncalled(path)
  const example = EXAMPLES[placeOf(path)]
  if (example !== undefined) return `Write ${example}.`
  if (path[0] === 'lifetimes') return fixDuration(given)
  if (path[0] === 'doors') return fixDoor(path, expected)
  return fixAny(expected)
}

const fixAny = (expected: string): string => {
  switch (expected) {
    case 'number':
      return 'Write a number, without quotes.'
    case 'string':
      return 'Write a text, in quotes.'
    case 'array':
      return 'Write a list, in brackets: [ … ].'
    case 'boolean':
      return 'Write true or false, without quotes.'
    default:
      return SEE
  }
}

/** Whoever left out the brackets behind a function that makes an option. */
const fixUncalled = ([first, second]: Path): string => {
  if (first === 'providers') return 'Call it, with its options: google({ … }), not google.'
  if (first === 'doors') return 'Call it: djRestAuth(), or with its options: djRestAuth({ … }).'
  return first === 'browser' && second === 'pages' ? 'Call it: hostedPages().' : SEE
}

const DOORS =
  'a door, such as djRestAuth({ … }), drfToken({ … }), fastapiTokens({ … }) or djangoSession({ … })'

const fixDoor = (path: Path, expected: string): string => {
  const example = DOOR_EXAMPLES[String(path.at(-1))]
  if (path.length === 2) return `Write ${DOORS}.`
  return example === undefined ? fixAny(expected) : `Write ${example}.`
}

const fixDuration = (given: unknown): string => {
  const meant = typeof given === 'string' ? guessMilliseconds(given) : undefined
  return meant === undefined
    ? 'Give milliseconds: 600_000 is ten minutes.'
    : `Give milliseconds: ${writeMilliseconds(meant)}.`
}

const allowedBy = (issue: Issue): readonly unknown[] | undefined => {
  if (issue.code === 'invalid_value') return issue.values
  return issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)
    ? issue.options
    : undefined
}
