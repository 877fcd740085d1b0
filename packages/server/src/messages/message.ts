import type { Locale } from '../model/locale.js'

/** Something to follow. Nothing happens by following alone: the page behind it asks first. */
export interface Action {
  readonly label: string
  readonly link: string
}

/** What a message says in one language, before it is laid out. Plain text throughout. */
export interface Wording {
  readonly subject: string
  /** The first one is what mail programs show beside the subject. */
  readonly paragraphs: readonly string[]
  /** The first one is what the message is for. */
  readonly actions?: readonly Action[]
  readonly code?: { readonly label: string; readonly digits: string }
  /** What to do when it was not you. */
  readonly closing: string
}

/** What every message knows. */
export interface Sender {
  /** The name people know the product by. */
  readonly service: string
}

/**
 * One message in every language. Its facts are chosen with care: nothing that a stranger can type stands in a message to
 * somebody else, or anybody could have us deliver their sentences.
 */
export type Message<Facts extends Sender> = Readonly<Record<Locale, (facts: Facts) => Wording>>
