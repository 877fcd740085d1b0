import { AuthError } from '@latchkey/contract'
import { type ListOrder, type ListPlace, readListPlace } from '../../../model/list-place.js'

/** Where a page begins; null for the first. @throws AuthError `invalid_parameter` for what is no place in this list */
export const readCursor = (cursor: string | undefined, order: ListOrder): ListPlace | null => {
  if (cursor === undefined) return null
  const place = readListPlace(cursor, order)
  if (place === undefined) throw new AuthError('invalid_parameter', { parameter: 'cursor' })
  return place
}
