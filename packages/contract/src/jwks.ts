import { z } from 'zod'

/** One public key (RFC 7517 §4). Unknown members are kept: each key type has its own. */
export const publicJwk = z.looseObject({
  kty: z.string(),
  kid: z.string().optional(),
  alg: z.string().optional(),
  use: z.string().optional(),
})
export type PublicJwk = z.infer<typeof publicJwk>

/** RFC 7517 §5. */
export const jwkSet = z.looseObject({ keys: z.array(publicJwk) })
export type JwkSet = z.infer<typeof jwkSet>
