import { adminOperations } from './admin-operations.js'
import { browserOperations } from './browser-operations.js'
import { type DescribedDoor, doorGroups } from './doors/door-groups.js'
import { eventOperations } from './event-operations.js'
import { oauthOperations } from './oauth-operations.js'
import type { Operation, OperationGroup } from './operation.js'
import { pageOperations } from './page-operations.js'
import { providerOperations } from './provider-operations.js'

/** What of a server hangs on its configuration. */
export interface WhatIsThere {
  readonly browserDoor: boolean
  readonly hostedPages: boolean
  readonly adminDoor: boolean
  /** Default: none. */
  readonly doors?: readonly DescribedDoor[]
}

const browserGroup: OperationGroup = {
  name: 'Browser door',
  description: 'For pages of your own: accounts, passwords, providers and cookie sessions.',
  operations: browserOperations,
}
const oauthGroup: OperationGroup = {
  name: 'OAuth door',
  description: 'For servers, apps and APIs: tokens, and the documents everybody may read.',
  operations: oauthOperations,
}
const pageGroup: OperationGroup = {
  name: 'Hosted pages',
  description: 'Where applications send people by their browser.',
  operations: pageOperations,
}
const eventGroup: OperationGroup = {
  name: 'Security events',
  description: 'For APIs that want to hear at once what has ended: streams of the Shared Signals Framework.',
  operations: eventOperations,
}
const providerGroup: OperationGroup = {
  name: 'Providers',
  description: 'Where providers tell by themselves that somebody has signed out there, or is in danger.',
  operations: providerOperations,
}

const adminGroup: OperationGroup = {
  name: 'Admin door',
  description: 'For operators: users, sessions, clients, roles, keys, mail. The console asks nothing else.',
  operations: adminOperations,
  sendsWebhooks: true,
}

/** What a server answers, by its configuration. */
export const groupsOf = ({
  browserDoor,
  hostedPages,
  adminDoor,
  doors = [],
}: WhatIsThere): readonly OperationGroup[] => [
  ...(browserDoor ? [browserGroup] : []),
  oauthGroup,
  ...(hostedPages ? [pageGroup] : []),
  eventGroup,
  providerGroup,
  ...(adminDoor ? [adminGroup] : []),
  ...doorGroups(doors, browserDoor),
]

/** As {@link groupsOf}, one after another. */
export const operationsOf = (there: WhatIsThere): readonly Operation[] =>
  groupsOf(there).flatMap(({ operations }) => operations)

/** What a server answers that has everything open but doors of former backends. */
export const allGroups: readonly OperationGroup[] = groupsOf({
  browserDoor: true,
  hostedPages: true,
  adminDoor: true,
})
