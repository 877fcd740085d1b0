const SHAPE = /^[A-Za-z0-9+/._-]*={0,2}$/

/**
 * Base64 as anybody spells it: RFC 4648 §4 and §5, and passlib's, which writes `.` for `+`; with padding or without.
 *
 * @returns undefined when it is none, or nothing
 */
export const readBase64 = (text: string): Buffer | undefined => {
  if (!SHAPE.test(text)) return undefined
  const digits = text.replace(/=+$/, '')
  // One digit alone is no byte.
  if (digits === '' || digits.length % 4 === 1) return undefined
  return Buffer.from(digits.replace(/[.-]/g, '+').replaceAll('_', '/'), 'base64')
}
