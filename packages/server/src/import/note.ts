/** Everything that is not imported as it was, and what people are told about it before the number of times. */
const SENTENCES = {
  unreadable: 'could not be read, and skipped',
  value_unreadable: 'a value that is not what its field is; they came without it',
  suspended_unreadable:
    'a value that does not say whether they may sign in; they are suspended, until the source says it',
  passwords_unreadable: 'lines of the file of passwords that could not be read, and were skipped',
  twice_in_source: 'in the source a second time under the same id; the first one counts',
  deleted_here: 'deleted the account here since they were imported; they stay away',
  changed_here: 'changed in the source, and here too; what they are here was left',
  linked_by_identity: 'had an account here already, known by the same identity; now they are one',
  linked_by_address: 'had an account here already, with the same proven address; now they are one',
  password_none: 'no password there; they sign in otherwise, or set one by mail',
  sign_in_after_reset:
    'no password, no identity and no proven address; they sign in once they have set a password by mail',
  sign_in_never:
    'no password, no identity, and no address a message could go to: nothing lets them sign in, until the source says more',
  password_must_reset: 'a password hash of a kind that cannot be trusted; they reset it by mail',
  password_unreadable: 'a password hash that cannot be checked; they reset it by mail',
  password_of_backend: 'came by a provider, so that the backend made their password; it was left',
  password_kept_here: 'had an account here already; its password, or that there is none, was left',
  address_unreadable: 'an address that is none; they sign in with it as a name',
  address_unproven: 'an address nobody has proved; they sign in with it, and prove it later',
  address_shared: 'an address another person of the source has too, who has it now; theirs is unproven',
  address_held: 'an address somebody here has proved; theirs is unproven',
  address_differs: 'another address in their profile than the proven one; it is a name to sign in with',
  address_left: 'a further address, which nobody has proved; it was left',
  name_unusable: 'a name to sign in with that is too long to be kept',
  name_held: 'a name to sign in with that another person has',
  picture_unusable: 'a picture whose address no page may show',
  identity_unusable: 'an identity without a usable name for the person',
  identity_without_subject:
    'an identity at Google known by its address alone; they sign in with Google once more',
  identity_held: 'an identity another person has, here or in the source',
  identity_left:
    'an identity of somebody who had an account here already, or changed theirs here; they link it here',
  identity_after_import:
    'an identity that may have been taken away here since they were imported; they link it here',
  provider_unknown: 'an identity at a provider Latchkey has no name for; it has the name it had',
  connection_lost: 'a name at Auth0 without its connection; say which it was with --auth0-connection',
  tokens_left: 'tokens of a provider; --keep-provider-tokens seals and keeps them',
  role_reserved: 'a group called like a flag of Django’s; only the flag itself makes that role',
  roles_unusable: 'a role whose name is empty or too long, or too many of them',
  django_id_held: 'a primary key somebody here has on the Django door',
  django_id_unusable:
    'a primary key that is neither a whole number nor a UUID; Django frontends do not know them',
  suspended_there:
    'had an account here that was open, and are suspended in the source; now they are here too',
  password_changed_there:
    'changed the password in the source since they were imported; what they held from there has ended',
  session_left: 'a session of somebody who had an account here already; it was left',
  session_unverified:
    'sessions of nobody, or that do not verify: another secret, or a password that was changed since',
  session_secret_other:
    'sessions, of which none verifies: the SECRET_KEY is probably another one than theirs (or Django is older than 3.1)',
  session_suspended: 'a session of somebody who is suspended; it was left',
  session_expired: 'sessions that are over',
  session_secret_missing:
    'sessions only the old SECRET_KEY opens; give DJANGO_SECRET_KEY or --secret-key-file',
  session_ended_there:
    'sessions that were ended in the source since they were imported; they have ended here too',
  session_ownerless: 'sessions of people who were not imported',
  sessions_of_source: 'sessions that end with the old system: only it can read them',
  column_left: 'columns that were not imported; --map gives one of them a meaning',
} as const

/** What was not imported as it was. */
export type NoteKind = keyof typeof SENTENCES

export interface Note {
  readonly kind: NoteKind
  /** More about it; never a password, token or hash. */
  readonly detail?: string
}

/** @returns for example `no password there; they sign in otherwise, or set one by mail: 7` */
export const sayNote = (kind: NoteKind, count: number): string => `${SENTENCES[kind]}: ${count}`
