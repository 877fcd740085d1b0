import type { ImportedIdentity, ImportedUser } from '../imported-user.js'
import type { Note } from '../note.js'
import { providerIdOf } from '../provider-ids.js'
import { isObject } from '../text/read-json-objects.js'
import { Records, type SourceRecord } from './record.js'
import { usableId } from './usable-id.js'

/**
 * A person in the fields of our own formats, CSV and NDJSON: docs/import.md lists them.
 *
 * @returns undefined when nothing names the person
 */
export const readPerson = (record: SourceRecord): ImportedUser | undefined => {
  const email = record.text('email')
  const username = record.text('username')
  const sourceId = usableId(record.text('id') ?? email ?? username)
  if (sourceId === undefined) return undefined
  const notes: Note[] = []
  const djangoId = record.text('django_id')
  return {
    sourceId,
    address:
      email === null ? null : { text: email, proof: record.truth('email_verified') ? 'source' : 'nobody' },
    username,
    otherAddresses: [],
    name: record.text('name'),
    firstName: record.text('first_name'),
    lastName: record.text('last_name'),
    picture: record.text('picture'),
    password: record.text('password_hash'),
    suspended: record.truth('suspended') ?? false,
    createdAt: record.moment('created_at'),
    lastLoginAt: record.moment('last_login_at'),
    roles: record.texts('roles'),
    identities: readIdentities(record, notes),
    sessions: [],
    django: djangoId === null ? null : { id: djangoId, authProvider: null },
    notes,
  }
}

/* google:1101;github:5832, or [{ "provider": "google", "subject": "1101", "email": "…", "access_token": "…" }] */
const readIdentities = (record: SourceRecord, notes: Note[]): readonly ImportedIdentity[] => {
  const value = record.value('identities')
  const list: readonly unknown[] = Array.isArray(value) ? value : record.texts('identities')
  return list.flatMap((entry) => {
    const fields = typeof entry === 'string' ? splitIdentity(entry) : entry
    const identity = isObject(fields) ? readIdentity(new Records(new Map()).open(fields)) : undefined
    if (identity === undefined) notes.push({ kind: 'identity_unusable' })
    return identity ?? []
  })
}

const splitIdentity = (text: string) => {
  const [provider, subject] = text.split(/:(.*)/s)
  return { provider, subject }
}

const readIdentity = (record: SourceRecord): ImportedIdentity | undefined => {
  const provider = record.text('provider')
  const subject = record.text('subject')
  if (provider === null || subject === null) return undefined
  const accessToken = record.text('access_token')
  const createdAt = record.moment('created_at')
  return {
    provider: providerIdOf(provider).id,
    subject,
    email: record.text('email'),
    name: record.text('name'),
    createdAt,
    lastUsedAt: record.moment('last_used_at'),
    tokens:
      accessToken === null
        ? null
        : {
            accessToken,
            refreshToken: record.text('refresh_token') ?? undefined,
            expiresAt: record.moment('expires_at') ?? undefined,
            scope: record.text('scope') ?? undefined,
          },
  }
}
