import { findBrokenLetters, MOST_CHARACTERS, type Piece, TOO_LONG } from './pieces.js'

/** The lines of a text that are not empty. */
export async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<Piece<string>> {
  let number = 1
  let rest = ''
  let tooLong = false
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', from)) {
      const piece = toPiece(number, rest + chunk.slice(from, end), tooLong)
      if (piece !== undefined) yield piece
      number += 1
      rest = ''
      tooLong = false
      from = end + 1
    }
    rest += chunk.slice(from)
    if (rest.length > MOST_CHARACTERS) {
      rest = ''
      tooLong = true
    }
  }
  const last = toPiece(number, rest, tooLong)
  if (last !== undefined) yield last
}

const toPiece = (number: number, line: string, tooLong: boolean): Piece<string> | undefined => {
  const where = `line ${number}`
  if (tooLong || line.length > MOST_CHARACTERS) return { where, problem: TOO_LONG }
  const content = line.trim()
  if (content === '') return undefined
  const problem = findBrokenLetters(content)
  return problem === undefined ? { where, content } : { where, problem }
}
