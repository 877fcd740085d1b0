/** How many sessions one status list has room for: 128 KiB of bits. */
export const STATUS_LIST_SIZE = 2 ** 20

/** Where the bit of a session stands: which list, and which place in it. */
export interface StatusReference {
  readonly list: number
  readonly index: number
}

/** Mixes the places of a list: another place for each, so that the index of a session tells nothing of when it began or which was next. */
export type Shuffle = (place: number) => number

const HALF_BITS = 10
const HALF = 2 ** HALF_BITS
const HALF_MASK = HALF - 1
const ROUNDS = 4

/**
 * A keyed permutation of the places of a list: a Feistel network of four rounds whose round functions are tables of random numbers
 * (Luby and Rackoff 1988), so that no two sessions meet and nothing has to be looked up.
 *
 * @param hash SHA-256, base64url
 */
export const makeShuffle = (hash: (text: string) => string, seed: string): Shuffle => {
  const rounds = Array.from({ length: ROUNDS }, (_, round) => {
    const table = new Uint16Array(HALF)
    for (let at = 0; at < HALF; at += 1) table[at] = halfOf(hash(`${seed} ${round} ${at}`))
    return table
  })
  return (place) => {
    let left = place >>> HALF_BITS
    let right = place & HALF_MASK
    for (const table of rounds) [left, right] = [right, left ^ (table[right] ?? 0)]
    return (left << HALF_BITS) | right
  }
}

/** Two base64url digits have twelve bits. */
const halfOf = (digits: string): number => (digitOf(digits, 0) * 64 + digitOf(digits, 1)) & HALF_MASK

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const digitOf = (digits: string, at: number): number => DIGITS.indexOf(digits.charAt(at))

/** @param number of the session, given once and never again */
export const statusOf = (shuffle: Shuffle, number: number): StatusReference => ({
  list: Math.floor(number / STATUS_LIST_SIZE),
  index: shuffle(number % STATUS_LIST_SIZE),
})
