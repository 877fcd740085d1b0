/** A piece of plain text: a web address, or what stands between two. */
export interface Piece {
  readonly kind: 'link' | 'words'
  readonly text: string
}

/** A full stop or a bracket after an address ends the sentence, not the address. */
const LINK = /https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]]/g

/** All of the text, in its order. Only web addresses count as links: no `javascript:`, no `data:`. */
export const splitAtLinks = (text: string): readonly Piece[] => {
  const pieces: Piece[] = []
  let end = 0
  for (const { 0: link, index } of text.matchAll(LINK)) {
    if (index > end) pieces.push({ kind: 'words', text: text.slice(end, index) })
    pieces.push({ kind: 'link', text: link })
    end = index + link.length
  }
  if (end < text.length) pieces.push({ kind: 'words', text: text.slice(end) })
  return pieces
}
