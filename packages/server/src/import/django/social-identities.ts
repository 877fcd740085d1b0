import type { KeptTokens } from '../../forms/kept-tokens.js'
import { parseAddress } from '../../model/address.js'
import { SECOND } from '../../model/time.js'
import type { ImportedIdentity } from '../imported-user.js'
import type { Note } from '../note.js'
import { providerIdOf } from '../provider-ids.js'
import { readMoment } from '../read-moment.js'
import type { Row } from '../tables/source-tables.js'
import { isObject, type JsonObject } from '../text/read-json-objects.js'
import type { ProvenByProvider } from './addresses.js'

/** How somebody is known at providers, and which addresses that proves. */
export interface SocialIdentities {
  readonly identities: readonly ImportedIdentity[]
  readonly proven: readonly ProvenByProvider[]
}

/**
 * A row of `socialaccount_socialaccount` (django-allauth). Its tokens are in a table of their own.
 *
 *   provider google, uid 110169484474386276334,
 *   extra_data {"id": "1101…", "email": "ada@example.com", "verified_email": true, "name": "Ada Lovelace", …}
 */
export const readAllauthIdentity = (row: Row, token: Row | undefined, notes: Note[]): SocialIdentities => {
  const extra = parseExtra(row['extra_data'])
  const provider = nameProvider(row['provider'], notes)
  const subject = row['uid'] ?? ''
  return {
    identities: [
      {
        provider,
        subject,
        email: textIn(extra, 'email'),
        name: textIn(extra, 'name') ?? textIn(extra, 'login'),
        createdAt: readMoment(row['date_joined']),
        lastUsedAt: readMoment(row['last_login']),
        tokens: token === undefined ? null : readAllauthToken(token),
      },
    ],
    proven: provesAddress(provider, extra),
  }
}

/* token, token_secret (the refresh token in OAuth 2), expires_at */
const readAllauthToken = (row: Row): KeptTokens | null => {
  const accessToken = row['token'] ?? ''
  if (accessToken === '') return null
  return {
    accessToken,
    refreshToken: row['token_secret'] || undefined,
    expiresAt: readMoment(row['expires_at']) ?? undefined,
    scope: undefined,
  }
}

/**
 * A row of `social_auth_usersocialauth` (python-social-auth). At Google it goes by the address, unless told otherwise.
 *
 *   provider github, uid 1001, extra_data {"id": "1001", "login": "alice", "access_token": "gho_…", "expires": null, "auth_time": 1795234221}
 */
export const readPsaIdentity = (row: Row, notes: Note[]): SocialIdentities => {
  const extra = parseExtra(row['extra_data'])
  const provider = nameProvider(row['provider'], notes)
  const uid = row['uid'] ?? ''
  const isAddress = uid.includes('@')
  const subject = isAddress ? (textIn(extra, 'sub') ?? textIn(extra, 'id')) : uid
  // Google is the mail host of these: an account there under such an address is that mailbox.
  const proven = provider === 'google' && /@g(?:oogle)?mail\.com$/i.test(uid) ? [{ email: uid }] : []
  if (subject === null) {
    notes.push({ kind: 'identity_without_subject', detail: provider })
    return { identities: [], proven }
  }
  return {
    identities: [
      {
        provider,
        subject,
        email: textIn(extra, 'email') ?? (isAddress ? uid : null),
        name: textIn(extra, 'name') ?? textIn(extra, 'login'),
        createdAt: readMoment(row['created']),
        lastUsedAt: readMoment(row['modified']),
        tokens: readPsaTokens(extra),
      },
    ],
    proven,
  }
}

const readPsaTokens = (extra: JsonObject): KeptTokens | null => {
  const accessToken = textIn(extra, 'access_token')
  if (accessToken === null) return null
  const { auth_time: from, expires } = extra
  return {
    accessToken,
    refreshToken: textIn(extra, 'refresh_token') ?? undefined,
    expiresAt:
      typeof from === 'number' && typeof expires === 'number' ? (from + expires) * SECOND : undefined,
    scope: undefined,
  }
}

const nameProvider = (foreign: string | null | undefined, notes: Note[]): string => {
  const { id, isKnown } = providerIdOf(foreign ?? '')
  if (!isKnown) notes.push({ kind: 'provider_unknown', detail: id.slice(0, 64) })
  return id
}

/** Google says whether it has verified an address; of the others nobody says it in a way that was kept. */
const provesAddress = (provider: string, extra: JsonObject): readonly ProvenByProvider[] => {
  const email = textIn(extra, 'email')
  const says = extra['email_verified'] ?? extra['verified_email']
  return provider === 'google' && says === true && email !== null && parseAddress(email) ? [{ email }] : []
}

/** Text of JSON, or text of JSON within text of JSON, as older versions wrote it. */
const parseExtra = (text: string | null | undefined): JsonObject => {
  let value: unknown = text ?? ''
  for (let depth = 0; depth < 2 && typeof value === 'string'; depth += 1) {
    try {
      value = JSON.parse(value)
    } catch {
      return {}
    }
  }
  return isObject(value) ? value : {}
}

const textIn = (extra: JsonObject, key: string): string | null => {
  const value = extra[key]
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}
