const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** What the last digit must be a multiple of, by the number of digits beyond whole groups of four: the bits it has too many are 0. */
const LAST_DIGIT: Readonly<Record<number, number>> = { 0: 1, 2: 16, 3: 4 }

/** Whether a text is the one way to write some bytes in base64url without padding (RFC 4648 §3.5). */
export const isCanonicalBase64url = (text: string): boolean => {
  const step = LAST_DIGIT[text.length % 4]
  if (step === undefined || !/^[A-Za-z0-9_-]+$/.test(text)) return false
  return ALPHABET.indexOf(text.charAt(text.length - 1)) % step === 0
}
