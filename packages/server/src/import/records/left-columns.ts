import type { Found } from '../source.js'
import type { Records } from './record.js'

/** What stood in the source and was given no meaning: one remark, with the names. */
export function* remarkOnLeftColumns(records: Records, of: string): Generator<Found> {
  const left = records.leftColumns()
  if (left.length === 0) return
  yield { type: 'remark', kind: 'column_left', count: left.length, detail: `${of}: ${left.join(', ')}` }
}
