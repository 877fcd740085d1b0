import type { Locale } from '../model/locale.js'
import { layOutHtml } from './lay-out-html.js'
import { layOutText } from './lay-out-text.js'
import type { Message, Sender, Wording } from './message.js'

/** A message as mail programs show it. */
export interface WrittenMessage {
  /** One line, without control characters. */
  readonly subject: string
  readonly text: string
  readonly html: string
}

/**
 * Writes a message in one language, as plain text and as HTML that say the same.
 *
 * @throws TypeError when a link leads to no web page, or a code is not six digits: that is a fault of ours
 */
export const writeMessage = <Facts extends Sender>(
  message: Message<Facts>,
  facts: Facts,
  locale: Locale,
): WrittenMessage => {
  const wording = tidy(message[locale](facts))
  const frame = { service: tidyLine(facts.service), locale }
  return {
    subject: wording.subject,
    text: layOutText(wording, frame),
    html: layOutHtml(wording, frame),
  }
}

const WEB_PAGE = /^https?:\/\/[^\s<>"'\p{Cc}]+$/u
const SIX_DIGITS = /^\d{6}$/

const tidy = ({ actions = [], code, ...wording }: Wording): Wording => {
  for (const { link } of actions) {
    if (!WEB_PAGE.test(link)) throw new TypeError('A link in a message must lead to a web page.')
  }
  if (code !== undefined && !SIX_DIGITS.test(code.digits)) throw new TypeError('A code has six digits.')
  return {
    subject: tidyLine(wording.subject),
    paragraphs: wording.paragraphs.map(tidyLine),
    actions: actions.map(({ label, link }) => ({ label: tidyLine(label), link })),
    ...(code !== undefined && {
      code: { label: tidyLine(code.label), digits: `${code.digits.slice(0, 3)} ${code.digits.slice(3)}` },
    }),
    closing: tidyLine(wording.closing),
  }
}

const LINE_BREAKS_AND_CONTROLS = /[\p{Cc}\p{Zl}\p{Zp} ]+/gu
/** French sets a space before these; it must not become the end of a line. */
const SPACE_BEFORE_PUNCTUATION = / (?=[:;?!])/g

const tidyLine = (text: string): string =>
  text.replace(LINE_BREAKS_AND_CONTROLS, ' ').trim().replace(SPACE_BEFORE_PUNCTUATION, '\u00a0')
