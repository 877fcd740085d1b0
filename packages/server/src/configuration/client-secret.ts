import { createHash } from 'node:crypto'

/** A client's secret as it is kept: as random as a key, so that one round of a fast hash will do. */
export const hashClientSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url')
