import type { ImportProgress } from '../import/index.js'
import { type Millis, SECOND } from '../model/time.js'

const EVERY_ON_TERMINAL = 200
const EVERY_ELSEWHERE = 5 * SECOND

/** Shows how far an import is: one line that changes on a terminal, a line every few seconds elsewhere. */
export const showImportProgress = (
  out: NodeJS.WriteStream,
): { readonly show: (progress: ImportProgress) => void; readonly end: () => void } => {
  const every = out.isTTY ? EVERY_ON_TERMINAL : EVERY_ELSEWHERE
  let shownAt = Date.now()
  let began: { readonly at: Millis; readonly done: number } | undefined
  let isOpen = false
  return {
    show: (progress) => {
      const now = Date.now()
      if (progress.stage === 'writing') began ??= { at: now, done: progress.done }
      if (now - shownAt < every) return
      shownAt = now
      const text = describe(progress, began, now)
      out.write(out.isTTY ? `\r\u001b[K${text}` : `${text}\n`)
      isOpen = out.isTTY
    },
    end: () => {
      if (isOpen) out.write('\r\u001b[K')
      isOpen = false
    },
  }
}

const describe = (
  { stage, done, total }: ImportProgress,
  began: { readonly at: Millis; readonly done: number } | undefined,
  now: Millis,
): string => {
  if (stage === 'reading' || total === undefined) return `reading: ${done} people`
  const rate = began === undefined ? 0 : ((done - began.done) * SECOND) / Math.max(now - began.at, 1)
  const left = rate > 0 ? `, ${Math.ceil((total - done) / rate)} s left` : ''
  return `importing: ${done} of ${total} people, ${Math.round(rate)} a second${left}`
}
