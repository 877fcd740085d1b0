import type { JwtPayload } from '../jwt/check-claims.js'

/** Where the status of a token stands (Token Status List §6.1). */
export interface StatusReference {
  readonly index: number
  readonly url: string
}

/** @returns `none` for a token that names no place, `misplaced` for one that names none there can be */
export const readStatusReference = ({ status }: JwtPayload): StatusReference | 'none' | 'misplaced' => {
  if (status === undefined) return 'none'
  const { status_list: place } = Object(status) as { readonly status_list?: unknown }
  if (place === undefined) return 'none' // another mechanism (§6.1), which we know nothing of
  const { idx, uri } = Object(place) as { readonly idx?: unknown; readonly uri?: unknown }
  if (typeof idx !== 'number' || !Number.isSafeInteger(idx) || idx < 0 || typeof uri !== 'string')
    return 'misplaced'
  return { index: idx, url: uri }
}
