import type { Millis } from '../model/time.js'
import type { Storage } from '../storage/sql/open-storage.js'
import { compareClocks } from './check-clock.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, warning, error } = findingsOf('database')

/** Whether the schema fits this Latchkey, and the database lives in the same time. Nothing is changed. */
export const checkDatabase = async (
  { inspectSchema }: Pick<Storage, 'inspectSchema'>,
  now: () => Millis,
): Promise<readonly Finding[]> => {
  const before = now()
  const { due, isTooNew, clock } = await inspectSchema()
  const after = now()
  return [
    isTooNew
      ? error('a newer Latchkey has changed the schema', 'Run the newer Latchkey that wrote it.')
      : due.length > 0
        ? warning(
            `${due.length} migrations are due: ${due.join(', ')}`,
            'Run latchkey migrate; a start does it too.',
          )
        : ok('it answers, and its schema is up to date'),
    ...(clock === undefined
      ? []
      : [{ ...compareClocks(clock, (before + after) / 2, 'the database'), check: 'database' }]),
  ]
}
