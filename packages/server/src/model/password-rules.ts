/** How long a password may be, in Unicode code points. */
export interface PasswordRules {
  readonly minLength: number
  readonly maxLength: number
}

/** NIST SP 800-63B §5.1.1.2 asks for at least 8, and for room for at least 64. */
export const DEFAULT_PASSWORD_RULES: PasswordRules = { minLength: 8, maxLength: 256 }

declare const normalized: unique symbol

/** A password as our hashes are made of it. */
export type NormalizedPassword = string & { readonly [normalized]: true }

/**
 * A password as it was typed. Any text is one but that of {@link normalizePassword}, which hashes made elsewhere would not
 * know again.
 */
export type TypedPassword = string & { readonly [normalized]?: never }

/**
 * The password as our hashes are made of it: one text, however the keyboard composed it (NIST SP 800-63B §5.1.1.2). Case and
 * spaces stay: they are part of it.
 */
export const normalizePassword = (password: string): NormalizedPassword =>
  password.normalize('NFKC') as NormalizedPassword

/** Each code point is one character, also those that JavaScript counts as two (NIST SP 800-63B §5.1.1.2). */
export const passwordLength = (password: string): number => [...password].length

const LONGEST_UNIT = 4

/** Whether it is a few characters over and over, or pieces of a sequence: `abcabcabc`, `1234abcd`, `aaaabbbb` (same clause). */
export const isPattern = (password: string): boolean => {
  const points = [...fold(password)]
  return isRepetition(points) || isSequence(points)
}

const isRepetition = (points: readonly string[]): boolean => {
  for (let unit = 1; unit <= Math.min(LONGEST_UNIT, points.length / 2); unit += 1) {
    if (points.every((point, at) => at < unit || point === points[at - unit])) return true
  }
  return false
}

/** Whether three steps in four lead to a neighbour, or nowhere. */
const isSequence = (points: readonly string[]): boolean => {
  const codes = points.map((point) => point.codePointAt(0) ?? 0)
  const steps = codes.slice(1).map((code, at) => Math.abs(code - (codes[at] ?? 0)))
  return steps.length > 0 && steps.filter((step) => step > 1).length * 4 <= steps.length
}

/** Shorter words are in many good passwords. */
const SHORTEST_WORD = 4

/**
 * Whether the password is one of these texts, a word of one, or what comes of them by the first things people try: other
 * case, other separators or none, digits before or behind (NIST SP 800-63B §5.1.1.2, “derivatives thereof”). A password that
 * merely contains one of them is not.
 *
 * @param personal the address, the name, the name of the service
 */
export const isPersonal = (password: string, personal: readonly string[]): boolean => {
  const whole = squeeze(password)
  const bare = withoutDigits(whole)
  return personal.flatMap(partsOf).some((part) => {
    const squeezed = squeeze(part)
    if (squeezed !== '' && squeezed === whole) return true
    const word = withoutDigits(squeezed)
    return passwordLength(word) >= SHORTEST_WORD && word === bare
  })
}

/** `ada.king@two-words.example` → itself, `ada.king`, `two-words.example`, `two-words`, and each word of it. */
const partsOf = (text: string): readonly string[] => [
  text,
  ...text.split('@'),
  ...text.split(/[@.]/),
  ...fold(text).split(SEPARATORS),
]

const SEPARATORS = /[^\p{L}\p{M}\p{N}]+/u

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Letters and digits only. */
const squeeze = (text: string): string => fold(text).split(SEPARATORS).join('')

/** In one pass: an expression that looks for digits at the end would begin anew at each of them. */
const withoutDigits = (text: string): string => {
  const points = [...text]
  const isDigit = (point: string) => DIGIT.test(point)
  const first = points.findIndex((point) => !isDigit(point))
  const last = points.findLastIndex((point) => !isDigit(point))
  return first === -1 ? '' : points.slice(first, last + 1).join('')
}

const DIGIT = /^\p{N}$/u
