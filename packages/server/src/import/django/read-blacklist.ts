import { readMoment } from '../read-moment.js'
import type { Found } from '../source.js'
import { groupBy, pagesOf, valuesOf } from '../tables/source-tables.js'
import type { DjangoDatabase } from './django-database.js'

const BLACKLISTED = 'token_blacklist_blacklistedtoken'
const OUTSTANDING = 'token_blacklist_outstandingtoken'

/** Refresh tokens of simplejwt that were taken back, or rotated: they must open nothing here either. */
export async function* readBlacklist({ source, tables }: DjangoDatabase): AsyncGenerator<Found> {
  if (!tables.has(BLACKLISTED) || !tables.has(OUTSTANDING)) return
  for await (const rows of pagesOf(source, BLACKLISTED, 'id')) {
    const outstanding = await source.rowsWhere(OUTSTANDING, 'id', valuesOf(rows, 'token_id'))
    const byId = groupBy(outstanding, 'id')
    for (const { token_id: id } of rows) {
      const token = byId.get(id ?? '')?.[0]
      const expiresAt = readMoment(token?.['expires_at'])
      const jti = token?.['jti'] ?? ''
      if (expiresAt !== null && /^[\x21-\x7e]{1,255}$/.test(jti))
        yield { type: 'spent_token', jti, expiresAt }
    }
  }
}
