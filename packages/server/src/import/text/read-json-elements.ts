import { findBrokenLetters, MOST_CHARACTERS, type Piece, TOO_LONG } from './pieces.js'

/**
 * The elements of a list in a text of JSON, one after the other, without the whole text ever being in memory: those of the
 * outermost list, or of every list that stands under `key`.
 */
export async function* readJsonElements(
  chunks: AsyncIterable<string>,
  key: string | undefined,
): AsyncGenerator<Piece<string>> {
  const scanner = new ElementScanner(key)
  for await (const chunk of chunks) yield* scanner.scan(chunk)
  yield* scanner.end()
}

const LONGEST_KEY = 64

class ElementScanner {
  readonly #key: string | undefined
  #number = 0
  #depth = 0
  /** How deep the elements of the list are that is being read; -1 outside such a list. */
  #listDepth = -1
  #inText = false
  #escaped = false
  #element = ''
  #inElement = false
  #tooLong = false
  /** The text that came last, and whether a colon came after it: then it is a key. */
  #lastText = ''
  #afterColon = false

  constructor(key: string | undefined) {
    this.#key = key
  }

  *scan(chunk: string): Generator<Piece<string>> {
    let from = 0
    for (let at = 0; at < chunk.length; at += 1) {
      const letter = chunk.charAt(at)
      if (this.#inText) {
        this.#readText(letter)
        continue
      }
      const ends = this.#inElement && this.#depth === this.#listDepth && (letter === ',' || letter === ']')
      if (ends) {
        this.#keep(chunk.slice(from, at))
        yield this.#take()
      }
      const began = this.#inElement
      this.#read(letter)
      if (!began && this.#inElement) from = at
    }
    if (this.#inElement) this.#keep(chunk.slice(from))
  }

  *end(): Generator<Piece<string>> {
    if (this.#inElement || this.#depth > 0) {
      this.#number += 1
      yield { where: `element ${this.#number}`, problem: 'the text ends in the middle of it' }
    }
  }

  #readText(letter: string): void {
    if (this.#escaped) this.#escaped = false
    else if (letter === '\\') this.#escaped = true
    else if (letter === '"') this.#inText = false
    if (this.#inText && this.#lastText.length < LONGEST_KEY) this.#lastText += letter
  }

  #read(letter: string): void {
    if (/\s/.test(letter) || letter === '\u{feff}') return
    const inList = this.#listDepth === this.#depth
    if (inList && !this.#inElement && letter !== ',' && letter !== ']') this.#inElement = true
    if (letter === '"') {
      this.#inText = true
      this.#lastText = ''
    } else if (letter === '{' || letter === '[') {
      this.#depth += 1
      if (letter === '[' && this.#listDepth < 0 && this.#isWanted()) this.#listDepth = this.#depth
    } else if (letter === '}' || letter === ']') {
      if (inList && letter === ']') this.#listDepth = -1
      this.#depth -= 1
    }
    this.#afterColon = letter === ':'
  }

  #isWanted(): boolean {
    return this.#key === undefined ? this.#depth === 1 : this.#afterColon && this.#lastText === this.#key
  }

  #keep(text: string): void {
    this.#tooLong ||= this.#element.length + text.length > MOST_CHARACTERS
    this.#element = this.#tooLong ? '' : this.#element + text
  }

  #take(): Piece<string> {
    this.#number += 1
    const where = `element ${this.#number}`
    const content = this.#element
    const problem = this.#tooLong ? TOO_LONG : findBrokenLetters(content)
    this.#element = ''
    this.#inElement = false
    this.#tooLong = false
    return problem === undefined ? { where, content } : { where, problem }
  }
}
