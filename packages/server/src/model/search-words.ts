/** Letters that no decomposition takes apart, as people type them who have no such key. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ı', 'i'],
  // Lower case has two of them, and which it is says what comes behind.
  ['ς', 'σ'],
])

/** More than any name or address has that a person would type. */
const MOST_WORDS = 24
const LONGEST_WORD = 64

/** A text without what people leave out when they search: case, marks on letters, and letters their keyboard has not. */
export const foldText = (text: string): string =>
  // Upper case first: it takes apart what lower case leaves together (ß, ﬁ).
  [...text.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '')]
    .map((letter) => PLAIN.get(letter) ?? letter)
    .join('')

/** The words of a text, folded, each once: what stands between them tells nothing. */
export const searchWords = (text: string): readonly string[] =>
  [...new Set(foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [])]
    .slice(0, MOST_WORDS)
    .map((word) => [...word].slice(0, LONGEST_WORD).join(''))

/** The words somebody is found by: of their name and of their address. */
export const wordsOfUser = ({
  name,
  email,
}: {
  readonly name: string | null
  readonly email: string | null
}): readonly string[] => searchWords(`${name ?? ''} ${email ?? ''}`)
