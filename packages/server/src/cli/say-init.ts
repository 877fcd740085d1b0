import { relative } from 'node:path'
import type { Finding } from '../doctor/finding.js'
import { escapeControls } from '../explain/escape-controls.js'
import type { Answers } from '../init/answers.js'
import type { Found } from '../init/recognise.js'
import type { InitDraft, PlacedSnippet } from './draft-init.js'

/** What was done. No secret is in it: neither values nor the text of `.env`. */
export interface InitOutcome {
  readonly folder: string
  readonly answers: Answers
  readonly found: Found
  readonly draft: InitDraft
  readonly findings: readonly Finding[]
  readonly next: readonly string[]
}

/** For people, or as JSON. Names of folders are others' words: escaped. */
export const sayInit = (outcome: InitOutcome, { json }: { readonly json: boolean }): string => {
  const text = json ? JSON.stringify(asJson(outcome), null, 2) : asText(outcome)
  return text.split('\n').map(escapeControls).join('\n')
}

const asJson = ({ folder, answers, found, draft, findings, next }: InitOutcome) => ({
  answers,
  found,
  written: draft.changes.map(({ path }) => relative(folder, path)),
  environment: { added: draft.added, kept: draft.kept },
  snippets: draft.snippets.map(({ side, file, path, isWritten, text }) => ({
    side,
    file: path === undefined ? file : relative(folder, path),
    isWritten,
    text,
  })),
  findings,
  next,
})

const asText = ({ folder, draft, findings, next }: InitOutcome): string => {
  const { changes, added, kept, snippets } = draft
  return [
    ...changes.map(
      ({ path, before }) => `${before === undefined ? 'Wrote' : 'Changed'} ${relative(folder, path)}`,
    ),
    ...(added.length > 0 ? [`Set in .env, for its owner alone to read: ${added.join(', ')}`] : []),
    ...(kept.length > 0 ? [`Left as they are in .env: ${kept.join(', ')}`] : []),
    ...snippets.flatMap((snippet) => (snippet.isWritten ? [] : saySnippet(snippet, folder))),
    '',
    ...findings.flatMap(({ severity, seen, fix }) =>
      severity === 'ok' ? [`Checked: ${seen}.`] : [`${severity}: ${seen}`, ...(fix ? [`  Fix: ${fix}`] : [])],
    ),
    '',
    'Next:',
    ...next.map((step, index) => `  ${index + 1}. ${step}`),
  ].join('\n')
}

/** What was recognised, before anything is asked or written about it. */
export const sayFound = (found: Found): readonly string[] =>
  (['frontend', 'api'] as const).flatMap((side) => {
    const seen = found[side]
    return seen === undefined
      ? []
      : [`Found ${SIDES[side]}: ${seen.name}, in ${seen.at.split('\n').map(escapeControls).join('')}`]
  })

const SIDES = { frontend: 'your frontend', api: 'your API' } as const

const saySnippet = ({ side, file, path, text }: PlacedSnippet, folder: string): readonly string[] => [
  '',
  `In ${SIDES[side]}, ${path === undefined ? file : relative(folder, path)}:`,
  '',
  ...text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`)),
]
