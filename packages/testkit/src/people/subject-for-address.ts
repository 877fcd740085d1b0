import { createHash } from 'node:crypto'

const RANDOM_DIGITS = 20

/**
 * The subject of whoever owns an address: 21 digits, as Google's, and always the same ones, so that
 * the same address is the same person next time, on any machine. Letter case does not count.
 */
export const subjectForAddress = (email: string): string => {
  const digest = createHash('sha256')
    .update(`latchkey development subject\n${email.toLowerCase()}`)
    .digest('hex')
  const digits = (BigInt(`0x${digest}`) % 10n ** BigInt(RANDOM_DIGITS)).toString()
  return `1${digits.padStart(RANDOM_DIGITS, '0')}`
}
