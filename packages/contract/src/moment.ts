import { z } from 'zod'

/** RFC 3339, UTC, as `Date.prototype.toISOString` writes it. */
export const moment = z.iso.datetime()
