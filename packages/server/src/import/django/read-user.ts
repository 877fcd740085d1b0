import { parseAddress } from '../../model/address.js'
import { STAFF_ROLE, SUPERUSER_ROLE } from '../../model/django-account.js'
import type { ImportedIdentity, ImportedSession, ImportedUser } from '../imported-user.js'
import type { Note } from '../note.js'
import { readMoment } from '../read-moment.js'
import type { SourceRecord } from '../records/source-record.js'
import type { Row } from '../tables/source-tables.js'
import { chooseAddress } from './addresses.js'
import type { Related } from './read-related.js'
import { readAllauthIdentity, readPsaIdentity } from './social-identities.js'

/** The fields of a person in the table of the people. */
export const DJANGO_FIELDS = [
  ...['email', 'email_verified', 'username', 'name', 'first_name', 'last_name', 'picture', 'password'],
  ...['is_active', 'date_joined', 'last_login', 'is_staff', 'is_superuser', 'auth_provider'],
]

export interface ReadUserOptions {
  /** What stood before the `|` of people's names at Auth0. */
  readonly auth0Connection: string | undefined
}

/** One row of the table of the people, with what other tables have about it. */
export const readUser = (
  id: string,
  record: SourceRecord,
  related: Related,
  options: ReadUserOptions,
): ImportedUser => {
  const { notes } = record
  const username = record.text('username', 'user_name', 'login')
  const authProvider = record.textOrEmpty('auth_provider')
  const social = [
    ...(related.allauth.get(id) ?? []).map((row) =>
      readAllauthIdentity(row, related.allauthTokens.get(row['id'] ?? '')?.[0], notes),
    ),
    ...(related.psa.get(id) ?? []).map((row) => readPsaIdentity(row, notes)),
  ]
  const email = record.text('email', 'email_address')
  const profile = {
    // Some projects keep the address where the username is.
    email: email ?? (username !== null && parseAddress(username) ? username : null),
    isVerified: record.truth('email_verified', 'is_email_verified', 'email_confirmed') ?? false,
  }
  return {
    sourceId: id,
    ...chooseAddress(
      profile,
      related.addresses.get(id) ?? [],
      social.flatMap(({ proven }) => proven),
      notes,
    ),
    username,
    name: record.text('name', 'full_name', 'display_name'),
    firstName: record.textOrEmpty('first_name'),
    lastName: record.textOrEmpty('last_name'),
    picture: record.text('picture', 'avatar_url', 'image_url'),
    password: readPassword(record, authProvider, notes),
    suspended: record.suspendedUnless('is_active', 'active'),
    createdAt: record.moment('date_joined', 'created_on', 'created_at', 'joined_at'),
    lastLoginAt: record.moment('last_login'),
    roles: [
      ...(record.truth('is_staff') === true ? [STAFF_ROLE] : []),
      ...(record.truth('is_superuser') === true ? [SUPERUSER_ROLE] : []),
      ...related.rolesOf(id).filter((name) => isNoFlag(name, notes)),
    ],
    identities: [
      ...social.flatMap(({ identities }) => identities),
      ...readAuth0(related.auth0.get(id) ?? [], options, notes),
    ],
    sessions: (related.drfTokens.get(id) ?? []).flatMap((row) => readDrfToken(row, notes)),
    django: { id: withHyphens(id), authProvider },
    notes,
  }
}

/** Whoever may name groups may not make superusers. */
const isNoFlag = (name: string, notes: Note[]): boolean => {
  const isFlag = [STAFF_ROLE, SUPERUSER_ROLE].includes(name.trim())
  if (isFlag) notes.push({ kind: 'role_reserved', detail: name.trim() })
  return !isFlag
}

/** How projects write that somebody has a password of their own. */
const BY_PASSWORD = new Set(['', 'email', 'password', 'local', 'credentials', 'username'])

/** Those who came by a provider were given a password by the backend, often the same for all: it proves nothing. */
const readPassword = (record: SourceRecord, authProvider: string | null, notes: Note[]): string | null => {
  const password = record.text('password')
  if (password === null || password.startsWith('!') || BY_PASSWORD.has(authProvider?.toLowerCase() ?? ''))
    return password
  notes.push({ kind: 'password_of_backend' })
  return null
}

/* authtoken_token: key 40 hex digits, created */
const readDrfToken = (row: Row, notes: Note[]): readonly ImportedSession[] => {
  const text = row['key'] ?? ''
  if (/^[0-9a-f]{40}$/.test(text))
    return [{ form: 'drf_token', text, createdAt: readMoment(row['created']) ?? 0, expiresAt: null }]
  notes.push({ kind: 'session_unverified' })
  return []
}

/* todo_auth0user: username is the part of `sub` behind the `|` */
const readAuth0 = (
  rows: readonly Row[],
  { auth0Connection }: ReadUserOptions,
  notes: Note[],
): readonly ImportedIdentity[] =>
  rows.flatMap(({ username }) => {
    const isWhole = username?.includes('|') === true
    if (username == null || (!isWhole && auth0Connection === undefined)) {
      notes.push({ kind: 'connection_lost', detail: username?.slice(0, 64) ?? '' })
      return []
    }
    const subject = isWhole ? username : `${auth0Connection}|${username}`
    return {
      provider: 'auth0',
      subject,
      email: null,
      name: null,
      createdAt: null,
      lastUsedAt: null,
      tokens: null,
    }
  })

/** SQLite keeps UUIDs without their hyphens; frontends know them with. */
const withHyphens = (id: string): string =>
  /^[0-9a-f]{32}$/.test(id) ? id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : id
