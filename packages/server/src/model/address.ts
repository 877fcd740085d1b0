/** An email address as a person wrote it, and the key under which it is one address. */
export interface Address {
  /** As given, trimmed, with the domain as the DNS has it. Mail goes here. */
  readonly email: string
  /** Two addresses with one key are one mailbox to us. Unique among users. */
  readonly key: string
}

const MAX_LENGTH = 254 // RFC 5321 §4.5.3.1.3, without the angle brackets
const SHAPE = /^[^\s@"(),:;<>[\\\]\p{Cc}\p{Cf}\p{Cs}]+@[^\s@"(),:;<>[\\\]\p{Cc}\p{Cf}\p{Cs}]+$/u

/**
 * Reads an address that came from outside. The domain is the one the DNS is asked for: mapped as every mail program maps it
 * (UTS 46), so that there is no second spelling under which the same mailbox counts as another, nor one that is shown as a
 * domain and delivered to another. In the local part the key folds case and nothing else: whoever can read mail at a full-width,
 * circled or dotted twin of an address need not be the one who reads mail at the address.
 *
 * @returns undefined when the text is not one plain address
 */
export const parseAddress = (text: string): Address | undefined => {
  const typed = text.trim()
  if (typed.length > MAX_LENGTH || !SHAPE.test(typed)) return undefined
  const at = typed.lastIndexOf('@')
  const local = typed.slice(0, at)
  // RFC 6532 §3.1 wants NFC. What is not may turn into another address on its way: the Kelvin sign into a plain K.
  if (local !== local.normalize('NFC')) return undefined
  const domain = typed.slice(at + 1)
  const name = readDomain(domain)
  if (name === undefined) return undefined
  const email = `${local}@${ASCII.test(domain) ? domain : inOwnLetters(domain, name)}`
  return email.length > MAX_LENGTH ? undefined : { email, key: `${local.toLowerCase()}@${name}` }
}

const ASCII = /^[\x21-\x7e]+$/
/** What the parser below would take for another part of a web address, or decode. */
const NO_NAME = /[%/\\:?#]/
/** Labels as hosts have them (RFC 1123 §2.1). A name that ends in a number is an address of the network (WHATWG URL §3.5). */
const HOST = /^(?!(.*\.)?\d+$)[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/

/** The web standard, as much of it as is needed: the domain knows no runtime. */
declare const URL: {
  canParse(text: string): boolean
  new (text: string): { readonly hostname: string }
}

const readDomain = (domain: string): string | undefined => {
  const url = `http://${domain}/`
  if (NO_NAME.test(domain.normalize('NFKC')) || !URL.canParse(url)) return undefined
  const { hostname } = new URL(url)
  return HOST.test(hostname) ? hostname : undefined
}

/** Letters, digits, dots and hyphens, each to be seen. */
const VISIBLE = /^(?!.*\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{N}.-]+$/u

const inOwnLetters = (domain: string, name: string): string => {
  const folded = domain.normalize('NFKC').toLowerCase()
  return VISIBLE.test(folded) && readDomain(folded) === name ? folded : name
}

/** The key under which what a person typed is counted and looked up, also when nobody could have such an address. */
export const addressKeyOf = (text: string): string =>
  // PostgreSQL refuses one of the control characters; no address has any.
  parseAddress(text)?.key ??
  text
    .trim()
    .toLowerCase()
    .replaceAll(/\p{Cc}/gu, '\u{fffd}')
