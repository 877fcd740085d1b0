/** How often rows are looked at for one page. */
export const ROUNDS = 3
const MOST_AT_ONCE = 400
/** What a page costs has an end, whatever was asked: no more rows than these are looked at for one. */
export const MOST_LOOKED_AT = ROUNDS * MOST_AT_ONCE

/** How many are looked at together: few at first, for mostly many of them fit; then more and more. */
export const lookedAt = (limit: number, round: number): number =>
  Math.min(MOST_AT_ONCE, (limit + 1) * 2 * 4 ** round)
