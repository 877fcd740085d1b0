import type { Locale } from '../model/locale.js'
import type { Wording } from './message.js'

/** RFC 5322 §2.1.1 asks for lines of 78 characters at most; a link is never broken, whatever its length. */
const WIDTH = 72

const COLON: Record<Locale, string> = { en: ':', de: ':', fr: '\u00a0:' }

/** The plain part of a message. A link stands on a line of its own, so that every mail program finds all of it. */
export const layOutText = (wording: Wording, frame: { service: string; locale: Locale }): string => {
  const { paragraphs, actions = [], code, closing } = wording
  const blocks = [
    ...paragraphs.map(wrap),
    ...actions.map(({ label, link }) => `${wrap(`${label}${COLON[frame.locale]}`)}\n${link}`),
    ...(code === undefined ? [] : [`${wrap(code.label)}\n${code.digits}`]),
    wrap(closing),
    `-- \n${frame.service}`, // the line mail programs set a signature apart by: RFC 3676 §4.3
  ]
  return `${blocks.join('\n\n')}\n`
}

const wrap = (text: string): string => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line].join('\n')
}
