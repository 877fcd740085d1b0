/** What an operator may do: the names of the permissions by which Latchkey protects itself. */
export const OPERATOR_PERMISSIONS = [
  'latchkey:overview.read',
  'latchkey:users.read',
  'latchkey:users.write',
  'latchkey:users.delete',
  'latchkey:users.impersonate',
  'latchkey:roles.assign',
  'latchkey:sessions.read',
  'latchkey:sessions.end',
  'latchkey:clients.read',
  'latchkey:clients.write',
  'latchkey:providers.read',
  'latchkey:providers.write',
  'latchkey:keys.read',
  'latchkey:keys.rotate',
  'latchkey:audit.read',
  'latchkey:audit.export',
  'latchkey:mail.read',
  'latchkey:mail.retry',
  'latchkey:events.read',
  'latchkey:events.retry',
  'latchkey:webhooks.read',
  'latchkey:webhooks.write',
  'latchkey:settings.read',
] as const

export type OperatorPermission = (typeof OPERATOR_PERMISSIONS)[number]

/** The role that may do everything an operator can but act as somebody else. */
export const OPERATOR_ROLE = 'latchkey.operator'
/** The role that may look at everything and change nothing. */
export const SUPPORT_ROLE = 'latchkey.support'

/** The scope with which an access token opens the admin door, for people who have permissions there. */
export const ADMIN_SCOPE = 'latchkey.admin'
