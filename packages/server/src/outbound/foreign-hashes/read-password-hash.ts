import { normalizePassword } from '../../model/password-rules.js'
import type { CheckableHash } from './checkable-hash.js'
import { readArgon2 } from './read-argon2.js'
import { readBcrypt } from './read-bcrypt.js'
import { readBetterAuth } from './read-better-auth.js'
import { readDjango } from './read-django.js'
import { readFirebase } from './read-firebase.js'
import { readPbkdf2 } from './read-pbkdf2.js'

/** What a stored text is. */
export type PasswordHash =
  | { readonly verdict: 'ours' | 'foreign'; readonly hash: CheckableHash }
  /** `none`: nobody has a password that matches. `must_reset`: it was made too fast to be trusted. */
  | { readonly verdict: 'none' | 'must_reset' | 'unreadable'; readonly hash?: undefined }

/** Longer than any hash that is read. */
const MOST_CHARACTERS = 1_024

/** Argon2id with one lane, 16 bytes of salt and 32 of key, as we make it. */
const OURS = /^\$argon2id\$v=19\$m=\d+,t=\d+,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/
/** Fast ones of Django, and bare MD5 and SHA-1 in hex. */
const TOO_FAST = /^(?:(?:md5|sha1|unsalted_md5|unsalted_sha1|crypt)\$|[0-9a-f]{32}$|[0-9a-f]{40}$)/

const FAMILIES: readonly {
  readonly begins: RegExp
  readonly read: (text: string) => CheckableHash | undefined
}[] = [
  { begins: /^\$argon2/, read: readArgon2 },
  { begins: /^\$2/, read: readBcrypt },
  { begins: /^\$pbkdf2/, read: readPbkdf2 },
  { begins: /^\$fbscrypt\$/, read: readFirebase },
  { begins: /^[0-9a-f]{32}:/, read: readBetterAuth },
  { begins: /^[a-z]/, read: readDjango },
]

/**
 * Tells the hashes apart by how they begin. Never throws, whatever the text; what would cost more than a sign-in may is
 * unreadable.
 */
export const readPasswordHash = (text: string): PasswordHash => {
  // Django: `!` and some random characters, where there is no password.
  if (text === '' || text.startsWith('!')) return { verdict: 'none' }
  if (text.length > MOST_CHARACTERS) return { verdict: 'unreadable' }
  if (TOO_FAST.test(text)) return { verdict: 'must_reset' }
  if (OURS.test(text)) return found('ours', readArgon2(text, normalizePassword))
  const family = FAMILIES.find(({ begins }) => begins.test(text))
  return found('foreign', family?.read(text))
}

const found = (verdict: 'ours' | 'foreign', hash: CheckableHash | undefined): PasswordHash =>
  hash === undefined ? { verdict: 'unreadable' } : { verdict, hash }
