/** An email address as a person wrote it, and the key under which it is one address. */
export interface Address {
  /** As given, trimmed. Mail goes here. */
  readonly email: string
  /** Two addresses with one key are one mailbox to us. Unique among users. */
  readonly key: string
}

const MAX_LENGTH = 254 // RFC 5321 §4.5.3.1.3, without the angle brackets
const SHAPE = /^[^\s@"(),:;<>[\\\]\p{Cc}\p{Cf}]+@[^\s@"(),:;<>[\\\]\p{Cc}\p{Cf}]+$/u

/**
 * Reads an address that came from outside. The key folds case and Unicode compatibility forms
 * (NFKC), so `Ada@Example.com` and a full-width twin of it cannot become two accounts. It folds
 * nothing else: dots and plus tags are the mail host's business.
 *
 * @returns undefined when the text is not one plain address
 */
export const parseAddress = (text: string): Address | undefined => {
  const email = text.trim()
  if (email.length > MAX_LENGTH || !SHAPE.test(email)) return undefined
  const key = email.normalize('NFKC').toLowerCase().normalize('NFKC')
  return SHAPE.test(key) ? { email, key } : undefined
}
