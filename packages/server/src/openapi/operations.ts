import { browserOperations } from './browser-operations.js'
import { eventOperations } from './event-operations.js'
import { oauthOperations } from './oauth-operations.js'
import type { Operation } from './operation.js'

/** What a server answers, by its configuration. */
export const operationsOf = ({ browserDoor }: { readonly browserDoor: boolean }): readonly Operation[] => [
  ...oauthOperations,
  ...eventOperations,
  ...(browserDoor ? browserOperations : []),
]
