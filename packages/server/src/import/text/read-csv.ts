import { findBrokenLetters, MOST_CHARACTERS, type Piece, TOO_LONG } from './pieces.js'

/** The records of a table as text (RFC 4180), each with the line it begins on. Empty lines are none. */
export async function* readCsv(chunks: AsyncIterable<string>): AsyncGenerator<Piece<readonly string[]>> {
  const reader = new CsvReader()
  for await (const chunk of chunks) yield* reader.read(chunk)
  yield* reader.end()
}

const SEPARATORS = [',', ';', '\t'] as const

class CsvReader {
  #separator: string | undefined
  #line = 1
  #beginsAt = 1
  #fields: string[] = []
  #field = ''
  #size = 0
  /** `bare`: outside quotes. `quoted`: inside. `closing`: behind a quote that may be the first of two. */
  #state: 'start' | 'bare' | 'quoted' | 'closing' = 'start'
  #problem: string | undefined
  #held = '';

  *read(chunk: string): Generator<Piece<readonly string[]>> {
    const text = this.#held + chunk
    this.#held = ''
    if (this.#separator === undefined) {
      // The header says what stands between fields, so all of it has to be there.
      if (!text.includes('\n') && text.length < MOST_CHARACTERS) {
        this.#held = text
        return
      }
      this.#separator = separatorOf(text)
    }
    yield* this.#scan(text.replace(/^\u{feff}/u, ''))
  }

  *end(): Generator<Piece<readonly string[]>> {
    if (this.#held !== '') {
      this.#separator = separatorOf(this.#held)
      yield* this.#scan(this.#held)
    }
    if (this.#state === 'quoted') this.#problem ??= 'a quote that is opened here is never closed'
    yield* this.#finish()
  }

  *#scan(text: string): Generator<Piece<readonly string[]>> {
    for (const letter of text) {
      if (letter === '\n') this.#line += 1
      const isEnd = letter === '\n' && (this.#state !== 'quoted' || this.#problem !== undefined)
      if (isEnd) yield* this.#finish()
      else this.#readLetter(letter)
    }
  }

  #readLetter(letter: string): void {
    this.#size += letter.length
    if (this.#size > MOST_CHARACTERS) this.#problem ??= TOO_LONG
    if (this.#problem !== undefined) return
    if (this.#state === 'quoted') {
      if (letter === '"') this.#state = 'closing'
      else this.#field += letter
    } else if (letter === this.#separator) {
      this.#closeField()
    } else if (letter === '"') {
      if (this.#state === 'start') this.#state = 'quoted'
      else if (this.#state === 'closing') {
        this.#field += '"'
        this.#state = 'quoted'
      } else this.#problem = 'there is a quote inside a field that is not quoted'
    } else if (letter !== '\r') {
      if (this.#state === 'closing') this.#problem = 'there is something behind a closing quote'
      this.#field += letter
      this.#state = 'bare'
    }
  }

  #closeField(): void {
    this.#fields.push(this.#field)
    this.#field = ''
    this.#state = 'start'
  }

  *#finish(): Generator<Piece<readonly string[]>> {
    const isEmpty = this.#fields.length === 0 && this.#field === '' && this.#state === 'start'
    const where = `line ${this.#beginsAt}`
    this.#closeField()
    const content = this.#fields
    const problem = this.#problem ?? findBrokenLetters(content.join(' '))
    this.#fields = []
    this.#size = 0
    this.#problem = undefined
    this.#beginsAt = this.#line
    if (!isEmpty || problem !== undefined)
      yield problem === undefined ? { where, content } : { where, problem }
  }
}

const separatorOf = (text: string): string => {
  const [header = ''] = text.split('\n', 1)
  return SEPARATORS.find((separator) => header.includes(separator)) ?? ','
}
