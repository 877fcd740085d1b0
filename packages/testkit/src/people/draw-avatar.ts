import { createHash } from 'node:crypto'

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** The first character a reader sees, so that an emoji or a combined letter stays whole. */
const firstGrapheme = (text: string): string => [...segmenter.segment(text)][0]?.segment ?? ''

const escapeXml = (text: string): string =>
  text.replace(/[<>&'"]/g, (character) => `&#${character.codePointAt(0)};`)

/** A colour wheel has 360 degrees; two bytes of a digest land anywhere on it. */
const hueOf = (subject: string): number => createHash('sha256').update(subject).digest().readUInt16BE(0) % 360

/** A picture of somebody as SVG: their initials on a colour that belongs to their subject. */
export const drawAvatar = (subject: string, names: readonly string[]): string =>
  [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96">',
    `<rect width="96" height="96" fill="hsl(${hueOf(subject)} 45% 34%)"/>`,
    '<text x="48" y="48" fill="#fff" font-family="system-ui, sans-serif" font-size="38" font-weight="600" ',
    `text-anchor="middle" dominant-baseline="central">${escapeXml(names.map(firstGrapheme).join(''))}</text></svg>`,
  ].join('')
