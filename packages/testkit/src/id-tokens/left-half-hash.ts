import { createHash } from 'node:crypto'

/** OIDC Core §3.1.3.6: the left half of the hash that RS256 uses, over the access token, or over the code for `c_hash`. */
export const leftHalfHash = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')
