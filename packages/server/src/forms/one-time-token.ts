import { type LinkId, parseLinkId, parseSignUpId, type SignUpId } from '../model/ids.js'
import type { Secrets } from '../ports/secrets.js'

/** What a link or a code in a message may do once, and what names it. */
interface Subjects {
  /** Confirms the address of a sign-up. */
  sign_up: SignUpId
  password_reset: LinkId
  email_change: LinkId
}
export type OneTimePurpose = keyof Subjects

const PREFIXES: Record<OneTimePurpose, string> = {
  sign_up: 'lkvt_',
  password_reset: 'lkpr_',
  email_change: 'lkec_',
}

const readSubject: { [Purpose in OneTimePurpose]: (body: string) => Subjects[Purpose] | undefined } = {
  sign_up: (body) => parseSignUpId(`sup_${body}`),
  password_reset: (body) => parseLinkId(`otl_${body}`),
  email_change: (body) => parseLinkId(`otl_${body}`),
}

// prefix, 32 hex digits of the subject's id . MAC
const SHAPE = /^(lk[a-z]{2}_)([0-9a-f]{32})\.([A-Za-z0-9_-]{43})$/

const tokenPurpose = (purpose: OneTimePurpose): string => `one-time-token/${purpose}`
const codePurpose = (purpose: OneTimePurpose): string => `one-time-code/${purpose}`

/** The token in a link. Derived from its subject, so that nothing which opens anything is stored or waits in the outbox. */
export const makeOneTimeToken = <Purpose extends OneTimePurpose>(
  secrets: Secrets,
  purpose: Purpose,
  subject: Subjects[Purpose],
): string =>
  `${PREFIXES[purpose]}${subject.slice(subject.indexOf('_') + 1)}.${secrets.mac(tokenPurpose(purpose), subject)}`

/** @returns what the token is about; undefined unless we made it for this purpose */
export const readOneTimeToken = <Purpose extends OneTimePurpose>(
  secrets: Secrets,
  purpose: Purpose,
  text: string,
): Subjects[Purpose] | undefined => {
  const [, prefix, body, mac] = SHAPE.exec(text) ?? []
  if (prefix !== PREFIXES[purpose] || body === undefined || mac === undefined) return undefined
  const subject = readSubject[purpose](body)
  return subject !== undefined && secrets.macMatches(tokenPurpose(purpose), subject, mac)
    ? subject
    : undefined
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** 48 bits: what a remainder by a million favours is one part in 10^8. */
const DIGITS_READ = 8
const CODE_LENGTH = 6

/** The six digits that do what the link does, in the browser that asked for it. */
export const makeOneTimeCode = <Purpose extends OneTimePurpose>(
  secrets: Secrets,
  purpose: Purpose,
  subject: Subjects[Purpose],
): string => {
  const mac = secrets.mac(codePurpose(purpose), subject)
  const number = [...mac.slice(0, DIGITS_READ)].reduce((sum, digit) => sum * 64 + BASE64URL.indexOf(digit), 0)
  return String(number % 10 ** CODE_LENGTH).padStart(CODE_LENGTH, '0')
}

/** Whether this is the code, however the person grouped its digits. In constant time. */
export const isOneTimeCode = <Purpose extends OneTimePurpose>(
  secrets: Secrets,
  purpose: Purpose,
  subject: Subjects[Purpose],
  typed: string,
): boolean => secrets.equal(makeOneTimeCode(secrets, purpose, subject), typed.replaceAll(/[\s-]/g, ''))
