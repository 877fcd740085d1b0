import type { AdminSession, AdminUser, AdminUserDetail } from '@latchkey/contract'
import type { Printed } from '../print.js'

/** A person on one line. */
export const lineOf = ({ id, email, emailConfirmedAt, name, roles, suspendedAt }: AdminUser): string =>
  [
    id,
    email === null ? 'no address' : `${email}${emailConfirmedAt === null ? ' (not confirmed)' : ''}`,
    ...(name === null ? [] : [name]),
    ...(roles.length === 0 ? [] : [roles.join(' ')]),
    ...(suspendedAt === null ? [] : [`suspended ${suspendedAt}`]),
  ].join('  ')

/** A person after something was done. */
export const sayChanged = (user: AdminUser, done: string): Printed => ({
  document: user,
  lines: [done, lineOf(user)],
})

/** A live session on one line. */
export const lineOfSession = (session: AdminSession): string =>
  [
    session.id,
    session.user.email ?? session.user.name ?? session.user.id,
    session.client,
    [session.browser, session.system].filter((part) => part !== null).join(' on ') || session.kind,
    `last used ${session.lastUsedAt}`,
  ].join('  ')

/** Everything that operators may know of a person. */
export const sayUser = (user: AdminUserDetail): Printed => ({
  document: user,
  lines: [
    lineOf(user),
    `  created      ${user.createdAt}`,
    `  password     ${user.hasPassword ? 'yes' : 'none'}`,
    ...(user.permissions.length === 0 ? [] : [`  permissions  ${user.permissions.join(' ')}`]),
    ...(user.signInNames.length === 0 ? [] : [`  signs in as  ${user.signInNames.join(' ')}`]),
    ...(user.djangoId === null ? [] : [`  django id    ${user.djangoId}`]),
    ...user.identities.map(
      ({ providerName, subject, lastUsedAt }) =>
        `  identity     ${providerName}  ${subject}  last used ${lastUsedAt}`,
    ),
    ...user.sessions.map((session) => `  session      ${lineOfSession(session)}`),
    ...user.apiKeys.map((key) => `  API key      ${key.id}  ${key.name}`),
  ],
})
