import { z } from 'zod'

/** The claims of a status list token (Token Status List §5.1). Times are seconds since the epoch. */
export const statusListClaims = z.object({
  iss: z.string().optional(),
  /** The address of the list. */
  sub: z.string(),
  iat: z.number(),
  exp: z.number().optional(),
  /** Seconds after which to fetch it again. */
  ttl: z.number().positive().optional(),
  status_list: z.object({
    bits: z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(8)]),
    /** Compressed by DEFLATE in the ZLIB format, base64url. */
    lst: z.string(),
  }),
})
export type StatusListClaims = z.infer<typeof statusListClaims>

/** What a token says of the place of its status (§6.1). */
export const statusReference = z.object({
  status_list: z.object({ idx: z.number().int().nonnegative(), uri: z.string() }),
})
