import type { OperatorPermission } from '@latchkey/contract'
import { type ComponentType, lazy } from 'react'

/** A page of the console: where it is, and what one needs to see it. */
export interface Place {
  readonly path: string
  readonly label: string
  readonly permission: OperatorPermission
  readonly page: ComponentType
}

/** In the order of the menu. Each page is fetched when somebody goes there. */
export const places: readonly Place[] = [
  {
    path: '/overview',
    label: 'Overview',
    permission: 'latchkey:overview.read',
    page: lazy(() => import('../pages/overview/overview.js')),
  },
  {
    path: '/users',
    label: 'Users',
    permission: 'latchkey:users.read',
    page: lazy(() => import('../pages/users/users.js')),
  },
  {
    path: '/sessions',
    label: 'Sessions',
    permission: 'latchkey:sessions.read',
    page: lazy(() => import('../pages/sessions.js')),
  },
  {
    path: '/clients',
    label: 'Clients',
    permission: 'latchkey:clients.read',
    page: lazy(() => import('../pages/clients/clients.js')),
  },
  {
    path: '/providers',
    label: 'Providers',
    permission: 'latchkey:providers.read',
    page: lazy(() => import('../pages/providers/providers.js')),
  },
  {
    path: '/roles',
    label: 'Roles and scopes',
    permission: 'latchkey:users.read',
    page: lazy(() => import('../pages/roles.js')),
  },
  {
    path: '/api-keys',
    label: 'API keys',
    permission: 'latchkey:sessions.read',
    page: lazy(() => import('../pages/api-keys.js')),
  },
  {
    path: '/signing-keys',
    label: 'Signing keys',
    permission: 'latchkey:keys.read',
    page: lazy(() => import('../pages/signing-keys.js')),
  },
  {
    path: '/history',
    label: 'History',
    permission: 'latchkey:audit.read',
    page: lazy(() => import('../pages/history/history.js')),
  },
  {
    path: '/events',
    label: 'Security events',
    permission: 'latchkey:events.read',
    page: lazy(() => import('../pages/events.js')),
  },
  {
    path: '/webhooks',
    label: 'Webhooks',
    permission: 'latchkey:webhooks.read',
    page: lazy(() => import('../pages/webhooks/webhooks.js')),
  },
  {
    path: '/mail',
    label: 'Outgoing mail',
    permission: 'latchkey:mail.read',
    page: lazy(() => import('../pages/mail.js')),
  },
  {
    path: '/settings',
    label: 'Settings',
    permission: 'latchkey:settings.read',
    page: lazy(() => import('../pages/settings.js')),
  },
]
