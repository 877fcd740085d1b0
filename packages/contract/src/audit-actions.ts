/** What the audit history can tell of: a noun of the product and what became of it. Names stay; new ones are added. */
export const AUDIT_ACTIONS = [
  'user.signed_up',
  'user.created',
  'user.invited',
  'user.imported',
  'user.updated',
  'user.suspended',
  'user.restored',
  'user.deleted',
  'user.exported',
  'user.roles_changed',
  'user.impersonated',
  'email.changed',
  'email.confirmed',
  'password.changed',
  'password.reset_asked',
  'password.reset',
  'identity.linked',
  'identity.unlinked',
  'session.opened',
  'session.refused',
  'session.ended',
  'api_key.created',
  'api_key.ended',
  'client.created',
  'client.updated',
  'client.secret_rotated',
  'client.removed',
  'provider.set',
  'provider.removed',
  'provider.tested',
  'signing_key.rotated',
  'mail.retried',
  'dead_letter.retried',
  'webhook.created',
  'webhook.updated',
  'webhook.removed',
  'audit.exported',
  'audit.shortened',
] as const

export type AuditAction = (typeof AUDIT_ACTIONS)[number]

/** Who can have done something. */
export const AUDIT_ACTORS = [
  /** A person, for themselves. */
  'user',
  /** A person with permissions, for the service. */
  'operator',
  /** A program, as a client of the OAuth door. */
  'client',
  /** A provider, by itself. */
  'provider',
  /** Somebody at the command line of the server. */
  'command',
  /** The server, because of a rule. */
  'server',
  /** Nobody knows. */
  'stranger',
] as const

export type AuditActorKind = (typeof AUDIT_ACTORS)[number]
