import { publicSentences } from '@latchkey/contract'
import { escapeControls } from '../explain/escape-controls.js'
import type { Told, ToldCheck } from '../explain/told.js'
import { whatToDo } from '../explain/what-to-do.js'

const MARKS = { passed: '✓', failed: '✗', skipped: '–' } as const
const LONGEST_VALUE = 120

/** What was found out about a credential, for people or as JSON. Whatever came from the credential is escaped. */
export const sayTold = (told: Told, { json = false }: { readonly json?: boolean } = {}): string =>
  json ? sayAsJson(told) : sayInWords(told)

const sayAsJson = ({ verdict, ...told }: Told): string => {
  const next = verdict.outcome === 'refused' ? whatToDo(verdict.code) : undefined
  const text = JSON.stringify(
    { ...told, verdict: { ...verdict, ...(next !== undefined && { next }) } },
    null,
    2,
  )
  return escapeLines(text)
}

const sayInWords = (told: Told): string => {
  const { what, checkedBy, checks, hints } = told
  const reason = reasonAmong(told)
  const width = Math.max(0, ...checks.map(({ name }) => name.length))
  return escapeLines(
    [
      `${capital(what)}${checkedBy === undefined ? '' : `, checked as ${checkedBy}`}.`,
      '',
      ...checks.map((check) => sayCheck(check, { width, isReason: check === reason })),
      ...(checks.length > 0 ? [''] : []),
      ...sayVerdict(told),
      ...hints.map((hint) => `  Note: ${hint}`),
      ...saySaid(told),
    ].join('\n'),
  )
}

/** The first one with the code that it is refused with. */
const reasonAmong = ({ checks, verdict }: Told): ToldCheck | undefined =>
  verdict.outcome === 'refused'
    ? checks.find(({ outcome, code }) => outcome === 'failed' && code === verdict.code)
    : undefined

const sayCheck = (
  { name, outcome, said, code }: ToldCheck,
  { width, isReason }: { readonly width: number; readonly isReason: boolean },
): string => {
  const text = outcome === 'skipped' ? `skipped: ${said}` : said
  const tail = isReason ? `   ← the reason: ${code}` : ''
  return `  ${MARKS[outcome]} ${name.padEnd(width)}  ${oneLine(text)}${tail}`
}

const sayVerdict = ({ verdict }: Told): readonly string[] => {
  switch (verdict.outcome) {
    case 'accepted':
      return [`Accepted. ${verdict.said}`]
    case 'unclear':
      return [verdict.said]
    case 'refused': {
      const next = whatToDo(verdict.code)
      return [
        `Refused: ${verdict.code}. ${publicSentences[verdict.code]}`,
        ...(next === undefined ? [] : [`  Next: ${next}`]),
      ]
    }
  }
}

const saySaid = ({ says = {}, unshown = [] }: Told): readonly string[] => {
  const names = Object.keys(says)
  if (names.length === 0) return []
  const width = Math.max(...names.map((name) => name.length))
  return [
    '',
    'What it says about itself:',
    ...Object.entries(says).map(([name, value]) => `  ${name.padEnd(width)}  ${shorten(value)}`),
    ...(unshown.length === 0 ? [] : [`  and, not shown: ${oneLine(unshown.join(', ')).slice(0, 500)}`]),
  ]
}

const shorten = (value: unknown): string => {
  const text = oneLine(JSON.stringify(value) ?? '')
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A line break that came from elsewhere is no line break of ours. */
const oneLine = (text: string): string => text.replaceAll('\n', '\\n')

const escapeLines = (text: string): string => text.split('\n').map(escapeControls).join('\n')
