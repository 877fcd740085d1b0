import type { DjangoIdKind } from '../model/django-account.js'
import type { ConfigurationProblem } from './configuration-error.js'

/** New people would get primary keys of another kind than those in the database. */
export const otherIds = (kept: DjangoIdKind): ConfigurationProblem => ({
  at: 'doors',
  problem: `the people in the database have ${kept === 'uuid' ? 'UUIDs' : 'whole numbers'} as primary keys, and new ones would not`,
  fix: `Say so at every door: userIds: '${kept}'.`,
})
