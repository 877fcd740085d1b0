import { adminOperations } from './admin-operations.js'
import { browserOperations } from './browser-operations.js'
import { eventOperations } from './event-operations.js'
import { oauthOperations } from './oauth-operations.js'
import type { Operation } from './operation.js'
import { pageOperations } from './page-operations.js'
import { providerOperations } from './provider-operations.js'

/** What of a server hangs on its configuration. */
export interface WhatIsThere {
  readonly browserDoor: boolean
  readonly hostedPages: boolean
  readonly adminDoor: boolean
}

/** What a server answers, by its configuration. */
export const operationsOf = ({ browserDoor, hostedPages, adminDoor }: WhatIsThere): readonly Operation[] => [
  ...oauthOperations,
  ...eventOperations,
  ...providerOperations,
  ...(browserDoor ? browserOperations : []),
  ...(hostedPages ? pageOperations : []),
  ...(adminDoor ? adminOperations : []),
]
