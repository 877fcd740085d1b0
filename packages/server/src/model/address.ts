/** An email address as a person wrote it, and the key under which it is one address. */
export interface Address {
  /** As given, trimmed. Mail goes here. */
  readonly email: string
  /** Two addresses with one key are one mailbox to us. Unique among users. */
  readonly key: string
}

const MAX_LENGTH = 254 // RFC 5321 §4.5.3.1.3, without the angle brackets
const SHAPE = /^[^\s@"(),:;<>[\\\]\p{Cc}\p{Cf}\p{Cs}]+@[^\s@"(),:;<>[\\\]\p{Cc}\p{Cf}\p{Cs}]+$/u

/**
 * Reads an address that came from outside. The key folds case, and in the domain compatibility forms too, as the DNS
 * does (UTS 46). It folds nothing else: whoever can read mail at a full-width, circled or dotted twin of an address need
 * not be the one who reads mail at the address.
 *
 * @returns undefined when the text is not one plain address
 */
export const parseAddress = (text: string): Address | undefined => {
  const email = text.trim()
  if (email.length > MAX_LENGTH || !SHAPE.test(email)) return undefined
  const at = email.lastIndexOf('@')
  const local = email.slice(0, at)
  // RFC 6532 §3.1 wants NFC. What is not may turn into another address on its way: the Kelvin sign into a plain K.
  if (local !== local.normalize('NFC')) return undefined
  const key = `${local.toLowerCase()}@${foldDomain(email.slice(at + 1))}`
  return SHAPE.test(key) ? { email, key } : undefined
}

/** The key under which what a person typed is counted and looked up, also when nobody could have such an address. */
export const addressKeyOf = (text: string): string =>
  // PostgreSQL refuses one of the control characters; no address has any.
  parseAddress(text)?.key ??
  text
    .trim()
    .toLowerCase()
    .replaceAll(/\p{Cc}/gu, '\u{fffd}')

const foldDomain = (domain: string): string => domain.normalize('NFKC').toLowerCase().normalize('NFKC')
