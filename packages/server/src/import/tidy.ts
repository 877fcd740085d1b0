import { parseAddress } from '../model/address.js'
import { toDisplayName } from '../model/display-name.js'
import { parseDjangoId } from '../model/ids.js'
import { isPictureAddress } from '../model/picture-address.js'
import { readTypedName } from '../model/typed-name.js'
import {
  type Candidate,
  type CandidateDjango,
  CLAIM_STRENGTH,
  type ClaimedName,
  NAME_STRENGTH,
} from './candidate.js'
import type { ImportedIdentity, ImportedUser } from './imported-user.js'
import type { Note } from './note.js'
import { tidyPassword } from './tidy-password.js'

/** What the operator says about all people of a source. */
export interface TidyOptions {
  /** The old backend confirmed addresses itself. */
  readonly addressesWereConfirmed: boolean
  readonly keepProviderTokens: boolean
}

/** Longer than any name people type; an index has to hold it. */
const LONGEST_NAME = 320
const LONGEST_ROLE = 200
/** They go into every access token. */
const MOST_ROLES = 100
const SUBJECT = /^[\x20-\x7e]{1,255}$/ // OIDC Core §2
const PROVIDER = /^[a-z0-9][a-z0-9_.-]{0,63}$/
/** What no database keeps as text. */
const UNKEEPABLE = /\0|\p{Cs}/gu

/** Makes of somebody as another system knew them what can be kept here, and notes what cannot. */
export const tidy = (user: ImportedUser, options: TidyOptions): Candidate => {
  const notes: Note[] = [...user.notes]
  const names = tidyNames(user, notes)
  const fullName = [user.firstName, user.lastName].filter((part) => part !== null).join(' ')
  return {
    sourceId: user.sourceId,
    address: tidyAddress(user, options, notes),
    names,
    name: toDisplayName(user.name ?? '') ?? toDisplayName(fullName),
    picture: tidyPicture(user, notes),
    passwordHash: tidyPassword(user.password, notes),
    suspended: user.suspended,
    createdAt: user.createdAt,
    lastLoginAt: user.lastLoginAt,
    roles: tidyRoles(user, notes),
    identities: tidyIdentities(user, options, notes),
    sessions: user.sessions,
    django: tidyDjango(user, notes),
    notes,
  }
}

const tidyAddress = (user: ImportedUser, options: TidyOptions, notes: Note[]): Candidate['address'] => {
  const text = user.address?.text.trim() ?? ''
  if (user.address === null || text === '') return null
  const address = parseAddress(text)
  if (address === undefined) {
    notes.push({ kind: 'address_unreadable' })
    return null
  }
  if (user.address.proof !== 'nobody') return { ...address, strength: CLAIM_STRENGTH.proven }
  if (options.addressesWereConfirmed) return { ...address, strength: CLAIM_STRENGTH.operator }
  return { ...address, strength: CLAIM_STRENGTH.nobody }
}

/** Each name once, with the best claim there is to it. */
const tidyNames = (user: ImportedUser, notes: Note[]): readonly ClaimedName[] => {
  const claimed = [
    { text: user.username, strength: usernameStrength(user) },
    { text: user.address?.text ?? null, strength: NAME_STRENGTH.address },
    ...user.otherAddresses.map((text) => ({ text, strength: NAME_STRENGTH.otherAddress })),
  ]
  const names = new Map<string, number>()
  for (const { text, strength } of claimed) {
    const name = clean(readTypedName(text ?? '').loginName)
    if (name === '') continue
    if (name.length > LONGEST_NAME) notes.push({ kind: 'name_unusable' })
    else if (!names.has(name)) names.set(name, strength)
  }
  return [...names].map(([name, strength]) => ({ name, strength }))
}

/** Django takes an `@` in a username: one that is not one's own address keeps nobody from signing in with theirs. */
const usernameStrength = ({ username, address }: ImportedUser): number =>
  username?.includes('@') && username.trim() !== address?.text.trim()
    ? NAME_STRENGTH.otherAddress
    : NAME_STRENGTH.username

const tidyPicture = ({ picture }: ImportedUser, notes: Note[]): string | null => {
  if (picture === null || picture === '') return null
  if (isPictureAddress(picture)) return picture
  notes.push({ kind: 'picture_unusable' })
  return null
}

const tidyRoles = ({ roles }: ImportedUser, notes: Note[]): readonly string[] => {
  const usable = roles
    .map((role) => clean(role).trim())
    .filter((role) => role !== '' && role.length <= LONGEST_ROLE)
  const kept = [...new Set(usable)].slice(0, MOST_ROLES)
  if (usable.length < roles.length || usable.length > MOST_ROLES) notes.push({ kind: 'roles_unusable' })
  return kept
}

const tidyIdentities = (
  { identities }: ImportedUser,
  { keepProviderTokens }: TidyOptions,
  notes: Note[],
): readonly ImportedIdentity[] => {
  const kept = new Map<string, ImportedIdentity>()
  for (const identity of identities) {
    const { provider, subject, email, name, tokens } = identity
    if (!PROVIDER.test(provider) || !SUBJECT.test(subject)) {
      notes.push({ kind: 'identity_unusable', detail: PROVIDER.test(provider) ? provider : 'the provider' })
      continue
    }
    if (tokens !== null && !keepProviderTokens) notes.push({ kind: 'tokens_left', detail: provider })
    kept.set(`${provider} ${subject}`, {
      ...identity,
      email: email === null ? null : (parseAddress(email)?.email ?? null),
      name: toDisplayName(name ?? ''),
      tokens: keepProviderTokens ? tokens : null,
    })
  }
  return [...kept.values()]
}

const tidyDjango = (user: ImportedUser, notes: Note[]): CandidateDjango | null => {
  if (user.django === null) return null
  const id = parseDjangoId(user.django.id)
  if (id === undefined) {
    notes.push({ kind: 'django_id_unusable', detail: clean(user.django.id).slice(0, 40) })
    return null
  }
  const username = clean(user.username ?? '')
  return {
    id,
    username: username === '' || username.length > LONGEST_NAME ? null : username,
    // Empty is what Django has where nobody said anything: its frontends are shown that, not null.
    firstName: user.firstName === null ? null : (toDisplayName(user.firstName) ?? ''),
    lastName: user.lastName === null ? null : (toDisplayName(user.lastName) ?? ''),
    authProvider: user.django.authProvider === null ? null : clean(user.django.authProvider).slice(0, 50),
  }
}

const clean = (text: string): string => text.replaceAll(UNKEEPABLE, '\u{fffd}')
