import { existsSync } from 'node:fs'
import { publicSentences } from '@latchkey/contract'
import { escapeControls } from '../explain/escape-controls.js'
import { findRefusals, type LoggedRefusal } from '../explain/find-refusals.js'
import { LOG_PLACES, logFiles } from '../explain/log-files.js'
import { whatToDo } from '../explain/what-to-do.js'
import { CommandError } from './command-error.js'
import type { TypedExplainOptions } from './explain-options.js'

/** What the logs say about a request. @returns the exit status: 1 when a refusal was found, 2 when nothing was */
export const explainTrace = async (
  traceId: string,
  { log = [], json = false }: Pick<TypedExplainOptions, 'log' | 'json'>,
): Promise<1 | 2> => {
  const files = log.length > 0 ? log : logFiles()
  const missing = files.find((file) => file !== '-' && !existsSync(file))
  if (missing !== undefined)
    throw new CommandError(`There is no file ${missing}.`, 'Check the path given with --log.')
  const found: LoggedRefusal[] = []
  for (const file of files)
    found.push(...(await findRefusals(traceId, file === '-' ? { file, input: process.stdin } : { file })))
  const lookedIn = files.length > 0 ? files : LOG_PLACES
  const text = json
    ? JSON.stringify({ trace: traceId, lookedIn, found: found.map(withAdvice) }, null)
    : sayFound(traceId, found, lookedIn)
  console.log(escapeText(text))
  return found.length > 0 ? 1 : 2
}

const escapeText = (text: string): string => text.split('\n').map(escapeControls).join('\n')

const withAdvice = (refusal: LoggedRefusal) => ({ ...refusal, next: whatToDo(refusal.reason ?? '') })

const sayFound = (traceId: string, found: readonly LoggedRefusal[], lookedIn: readonly string[]): string => {
  const places = lookedIn.join(', ')
  // Line breaks that others wrote are none of ours, and must not pass for another finding.
  if (found.length > 0) return found.map(onOneLine).map(sayRefusal).join('\n\n')
  return [
    `Nothing is known about ${traceId}. Looked in: ${places}.`,
    'Name the log of the API or the server with --log <file>, or pipe it in with --log -.',
    "An API writes its refusals down with: createGuard({ …, onRefused: logRefusals() }), from '@latchkey/guard/node'.",
  ].join('\n')
}

const onOneLine = ({ status, file, time, reason, detail, cause, event }: LoggedRefusal): LoggedRefusal => ({
  status,
  file: escapeControls(file),
  time: time && escapeControls(time),
  reason: reason && escapeControls(reason),
  detail: detail && escapeControls(detail),
  cause: cause && escapeControls(cause),
  event: event && escapeControls(event),
})

const sayRefusal = ({ file, time, reason, status, detail, cause, event }: LoggedRefusal): string => {
  const sentence =
    reason !== undefined && Object.hasOwn(publicSentences, reason)
      ? publicSentences[reason as keyof typeof publicSentences]
      : undefined
  const next = reason === undefined ? undefined : whatToDo(reason)
  return [
    `✗ ${reason ?? event ?? 'a line'}${status === undefined ? '' : `, answered ${status}`}`,
    `  when     ${time ?? 'not said'} (${file})`,
    ...(sentence === undefined ? [] : [`  told     ${sentence}`]),
    ...(detail === undefined ? [] : [`  detail   ${detail}`]),
    ...(cause === undefined ? [] : [`  beneath  ${cause}`]),
    ...(next === undefined ? [] : [`  next     ${next}`]),
  ].join('\n')
}
