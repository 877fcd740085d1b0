import { digitsForAddress } from '../../people/digits-for-address.js'

const RANDOM_DIGITS = 20

/**
 * The subject of whoever owns an address: 21 digits, as Google's, and always the same ones, so that
 * the same address is the same person next time, on any machine. Letter case does not count.
 */
export const subjectForAddress = (email: string): string =>
  `1${digitsForAddress({ purpose: 'subject', email }, RANDOM_DIGITS)}`
