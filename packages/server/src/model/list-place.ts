import type { Millis } from './time.js'

/** How a list is ordered: by the birth of its members, by when they were created, or by the word they were found by. */
export type ListOrder = 'birth' | 'created' | 'word'

/** The place of a member in a list. What comes behind it begins the next page, whatever has been added or has gone since. */
export interface ListPlace {
  readonly id: string
  /** In a list ordered by creation. */
  readonly createdAt: Millis | null
  /** In a list ordered by words. */
  readonly word: string | null
}

const SHAPE = /^(?:w(?<word>[\p{L}\p{N}]{1,64})|c(?<at>\d{1,16})|b)\.(?<id>[a-z]{3}_[0-9a-f]{32})$/u

/** As it goes out and comes back. It is no secret, and nothing hangs on who made it. */
export const writeListPlace = ({ id, createdAt, word }: ListPlace): string =>
  word !== null ? `w${word}.${id}` : createdAt !== null ? `c${createdAt}.${id}` : `b.${id}`

/** @returns undefined when it is none, or one of a list in another order */
export const readListPlace = (text: string, order: ListOrder): ListPlace | undefined => {
  const { word, at, id } = SHAPE.exec(text)?.groups ?? {}
  const place =
    id === undefined ? undefined : { id, word: word ?? null, createdAt: at === undefined ? null : Number(at) }
  return place !== undefined && orderOf(place) === order ? place : undefined
}

const orderOf = ({ word, createdAt }: ListPlace): ListOrder =>
  word !== null ? 'word' : createdAt !== null ? 'created' : 'birth'
