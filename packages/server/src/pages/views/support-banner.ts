import { pagePaths } from '@latchkey/contract'
import { html } from 'hono/html'
import { type Frame, type Html, pageHref } from '../frame.js'
import { layOutForm } from './form.js'

/** On every page of somebody who is there as somebody else: that they are, and the way back. */
export const layOutSupport = (frame: Frame): Html | false => {
  const { support, words } = frame
  if (support === undefined) return false
  const isOver = support === 'over'
  return html`<aside class="support" aria-label="${words.support.name}">
<p>${isOver ? words.support.over : words.support.actsAs(support.operator)}</p>
${layOutForm(frame, {
  action: pageHref(frame, pagePaths.impersonation),
  submit: isOver ? words.support.back : words.support.stop,
  look: 'quiet',
})}
</aside>`
}
