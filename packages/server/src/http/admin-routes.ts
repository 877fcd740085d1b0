import { ADMIN_PATH } from '@latchkey/contract'
import type { EndpointRule, OperatorCall, OperatorCallDeps } from './admin/operator-call.js'
import { type AuditDeps, audit } from './doors/admin/audit.js'
import { type ClientsDeps, clients } from './doors/admin/clients.js'
import { type ImpersonationDeps, impersonate } from './doors/admin/impersonation.js'
import { me } from './doors/admin/me.js'
import { overview } from './doors/admin/overview.js'
import { type ProvidersDeps, providers } from './doors/admin/providers.js'
import { roles } from './doors/admin/roles.js'
import { type SessionsDeps, sessions } from './doors/admin/sessions.js'
import { settings } from './doors/admin/settings.js'
import { type SigningKeysDeps, signingKeys } from './doors/admin/signing-keys.js'
import { type UserDeps, user } from './doors/admin/user.js'
import { type UserAccessDeps, userAccess } from './doors/admin/user-access.js'
import { type UsersDeps, users } from './doors/admin/users.js'
import { type WaitingDeps, waiting } from './doors/admin/waiting.js'
import { type WebhooksDeps, webhooks } from './doors/admin/webhooks.js'

/** What the endpoints of the admin door need, together. */
export type AdminRoutesDeps = OperatorCallDeps &
  AuditDeps &
  ClientsDeps &
  ProvidersDeps &
  ImpersonationDeps &
  SessionsDeps &
  SigningKeysDeps &
  UserDeps &
  UserAccessDeps &
  UsersDeps &
  WaitingDeps &
  Parameters<typeof me>[0] &
  WebhooksDeps &
  Parameters<typeof overview>[0] &
  Parameters<typeof roles>[0] &
  Parameters<typeof settings>[0]

/** An endpoint, and what it takes to use it: one that does not say so does not compile. */
export interface AdminRoute extends EndpointRule {
  readonly endpoint: (deps: AdminRoutesDeps, call: OperatorCall) => Response | Promise<Response>
}
export type AdminMethod = 'GET' | 'POST' | 'PUT' | 'PATCH'

/** The addresses of the admin door, and who may do what there. */
const below: Readonly<Record<string, Readonly<Partial<Record<AdminMethod, AdminRoute>>>>> = {
  '/overview': { GET: { permission: 'latchkey:overview.read', endpoint: overview } },
  '/me': { GET: { permission: 'any', endpoint: me } },
  '/settings': { GET: { permission: 'latchkey:settings.read', endpoint: settings } },
  '/users': {
    GET: { permission: 'latchkey:users.read', endpoint: users.list },
    POST: { permission: 'latchkey:users.write', endpoint: users.create },
  },
  '/users/:id': {
    GET: { permission: 'latchkey:users.read', endpoint: user.read },
    PATCH: { permission: 'latchkey:users.write', endpoint: user.update },
  },
  '/users/:id/delete': { POST: { permission: 'latchkey:users.delete', recent: true, endpoint: user.delete } },
  '/users/:id/export': { POST: { permission: 'latchkey:users.read', recent: true, endpoint: user.export } },
  '/users/:id/roles': {
    PUT: { permission: 'latchkey:roles.assign', recent: true, endpoint: userAccess.changeRoles },
  },
  '/users/:id/suspend': {
    POST: { permission: 'latchkey:users.write', recent: true, endpoint: userAccess.suspend },
  },
  '/users/:id/impersonate': {
    POST: { permission: 'latchkey:users.impersonate', recent: true, endpoint: impersonate },
  },
  '/users/:id/restore': {
    POST: { permission: 'latchkey:users.write', recent: true, endpoint: userAccess.restore },
  },
  '/users/:id/address-confirmation': {
    PUT: { permission: 'latchkey:users.write', recent: true, endpoint: userAccess.confirmAddress },
  },
  '/users/:id/password-reset': {
    POST: { permission: 'latchkey:users.write', recent: true, endpoint: userAccess.forcePasswordReset },
  },
  '/users/:id/identities/:identity/unlink': {
    POST: { permission: 'latchkey:users.write', recent: true, endpoint: userAccess.unlinkIdentity },
  },
  '/users/:id/sessions/end': {
    POST: { permission: 'latchkey:sessions.end', endpoint: userAccess.endSessions },
  },
  '/sessions': { GET: { permission: 'latchkey:sessions.read', endpoint: sessions.list } },
  '/sessions/:id/end': { POST: { permission: 'latchkey:sessions.end', endpoint: sessions.end } },
  '/api-keys': { GET: { permission: 'latchkey:sessions.read', endpoint: sessions.listKeys } },
  '/api-keys/:id/end': { POST: { permission: 'latchkey:sessions.end', endpoint: sessions.endKey } },
  '/clients': {
    GET: { permission: 'latchkey:clients.read', endpoint: clients.list },
    POST: { permission: 'latchkey:clients.write', recent: true, endpoint: clients.create },
  },
  '/clients/:id': {
    GET: { permission: 'latchkey:clients.read', endpoint: clients.read },
    PATCH: { permission: 'latchkey:clients.write', recent: true, endpoint: clients.update },
  },
  '/clients/:id/rotate-secret': {
    POST: { permission: 'latchkey:clients.write', recent: true, endpoint: clients.rotateSecret },
  },
  '/clients/:id/remove': {
    POST: { permission: 'latchkey:clients.write', recent: true, endpoint: clients.remove },
  },
  '/providers': { GET: { permission: 'latchkey:providers.read', endpoint: providers.list } },
  '/providers/:id': {
    GET: { permission: 'latchkey:providers.read', endpoint: providers.read },
    PUT: { permission: 'latchkey:providers.write', recent: true, endpoint: providers.set },
  },
  '/providers/:id/test': { POST: { permission: 'latchkey:providers.write', endpoint: providers.test } },
  '/providers/:id/remove': {
    POST: { permission: 'latchkey:providers.write', recent: true, endpoint: providers.remove },
  },
  '/roles': { GET: { permission: 'latchkey:users.read', endpoint: roles } },
  '/signing-keys': { GET: { permission: 'latchkey:keys.read', endpoint: signingKeys.list } },
  '/signing-keys/rotate': {
    POST: { permission: 'latchkey:keys.rotate', recent: true, endpoint: signingKeys.rotate },
  },
  '/audit': { GET: { permission: 'latchkey:audit.read', endpoint: audit.list } },
  '/audit/export': {
    POST: { permission: 'latchkey:audit.export', recent: true, endpoint: audit.export },
  },
  '/mail': { GET: { permission: 'latchkey:mail.read', endpoint: waiting.listMail } },
  '/mail/:id/retry': { POST: { permission: 'latchkey:mail.retry', endpoint: waiting.retryMail } },
  '/dead-letters': { GET: { permission: 'latchkey:events.read', endpoint: waiting.listDeadLetters } },
  '/dead-letters/:stream/retry': {
    POST: { permission: 'latchkey:events.retry', endpoint: waiting.retryDeadLetters },
  },
  '/webhooks': {
    GET: { permission: 'latchkey:webhooks.read', endpoint: webhooks.list },
    POST: { permission: 'latchkey:webhooks.write', recent: true, endpoint: webhooks.create },
  },
  '/webhooks/:id': {
    GET: { permission: 'latchkey:webhooks.read', endpoint: webhooks.read },
    PATCH: { permission: 'latchkey:webhooks.write', recent: true, endpoint: webhooks.update },
  },
  '/webhooks/:id/rotate-secret': {
    POST: { permission: 'latchkey:webhooks.write', recent: true, endpoint: webhooks.rotateSecret },
  },
  '/webhooks/:id/test': { POST: { permission: 'latchkey:webhooks.write', endpoint: webhooks.test } },
  '/webhooks/:id/remove': {
    POST: { permission: 'latchkey:webhooks.write', recent: true, endpoint: webhooks.remove },
  },
  '/webhooks/:id/deliveries': {
    GET: { permission: 'latchkey:webhooks.read', endpoint: webhooks.listDeliveries },
  },
  '/webhooks/:id/deliveries/:delivery/retry': {
    POST: { permission: 'latchkey:webhooks.write', endpoint: webhooks.retryDelivery },
  },
}

/** By their paths below the issuer. */
export const adminRoutes: typeof below = Object.fromEntries(
  Object.entries(below).map(([path, route]) => [ADMIN_PATH + path, route]),
)
