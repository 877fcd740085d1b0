import type { AdminAuditEntry } from '@latchkey/contract'

type Action = AdminAuditEntry['action']

/** What was done, as a sentence goes on that begins with who did it. */
export const ACTIONS: Readonly<Record<Action, string>> = {
  'user.signed_up': 'signed up',
  'user.created': 'created a user',
  'user.invited': 'invited somebody',
  'user.imported': 'imported people',
  'user.updated': 'changed an account',
  'user.suspended': 'suspended a user',
  'user.restored': 'let a user in again',
  'user.deleted': 'deleted an account',
  'user.exported': 'exported what is kept about a user',
  'user.roles_changed': 'changed the roles of a user',
  'user.impersonated': 'acted as a user',
  'email.changed': 'changed the address',
  'email.confirmed': 'vouched for an address',
  'password.changed': 'changed the password',
  'password.reset_asked': 'asked for a new password',
  'password.reset': 'set a new password',
  'identity.linked': 'linked an account at a provider',
  'identity.unlinked': 'unlinked an account at a provider',
  'session.opened': 'signed in',
  'session.refused': 'was refused a sign-in',
  'session.ended': 'ended sessions',
  'api_key.created': 'made an API key',
  'api_key.ended': 'ended API keys',
  'client.created': 'created a client',
  'client.updated': 'changed a client',
  'client.secret_rotated': 'gave a client a new secret',
  'client.removed': 'removed a client',
  'provider.set': 'set up a provider',
  'provider.removed': 'removed a provider',
  'provider.tested': 'tried a provider',
  'signing_key.rotated': 'published a new signing key',
  'mail.retried': 'sent a message again',
  'dead_letter.retried': 'sent security events again',
  'webhook.created': 'created a webhook',
  'webhook.updated': 'changed a webhook',
  'webhook.removed': 'removed a webhook',
  'audit.exported': 'exported the history',
  'audit.shortened': 'removed the oldest entries',
}

/** What was done, where the details tell it better than the action alone. */
export const sayDone = ({ action, detail }: Pick<AdminAuditEntry, 'action' | 'detail'>): string => {
  if (action === 'email.confirmed' && detail?.['confirmed'] === false)
    return 'took back the confirmation of an address'
  if (action === 'user.roles_changed' && detail?.['by'] === 'the link of the first operator')
    return 'became the first operator'
  return ACTIONS[action]
}

/** An action by itself, to choose it by. */
export const actionName = (action: Action): string => {
  const said = ACTIONS[action]
  return said.charAt(0).toUpperCase() + said.slice(1)
}

const KINDS: Readonly<Record<AdminAuditEntry['actor']['kind'], string>> = {
  user: 'A user',
  operator: 'An operator',
  client: 'The client',
  provider: 'The provider',
  command: 'At the command line,',
  server: 'The server',
  stranger: 'Somebody',
}

/** Who did it, as far as it is no person with an account here. */
export const sayActor = ({ kind, id }: AdminAuditEntry['actor']): string =>
  id === null || kind === 'user' || kind === 'operator' ? KINDS[kind] : `${KINDS[kind]} ${id}`

/** A member of an entry's detail, as a line. */
export const sayDetail = (value: NonNullable<AdminAuditEntry['detail']>[string]): string =>
  Array.isArray(value) ? value.join(', ') || 'none' : String(value ?? 'none')
