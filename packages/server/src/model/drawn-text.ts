/** A source of random hex digits, two a byte. */
export interface RandomSource {
  readonly randomHex: (bytes: number) => string
}

const BYTE_VALUES = 256

/** Letters of an alphabet, each as likely as any other: a byte that would favour the first of them is passed over. */
export const drawText = (source: RandomSource, alphabet: string, length: number): string => {
  const fair = BYTE_VALUES - (BYTE_VALUES % alphabet.length)
  let text = ''
  while (text.length < length) {
    const byte = Number.parseInt(source.randomHex(1), 16)
    if (byte < fair) text += alphabet.charAt(byte % alphabet.length)
  }
  return text
}
