import { z } from 'zod'

/** RFC 7662 §2.2. A token that is not good for anything answers `{ active: false }` and nothing else. */
export const introspectionResponse = z.discriminatedUnion('active', [
  z.object({ active: z.literal(false) }),
  z.object({
    active: z.literal(true),
    token_type: z.enum(['Bearer', 'refresh_token']),
    iss: z.string(),
    sub: z.string(),
    sid: z.string(),
    client_id: z.string(),
    scope: z.string(),
    aud: z.union([z.string(), z.array(z.string())]).optional(),
    /** Seconds since the epoch. */
    exp: z.number().int(),
    iat: z.number().int(),
    jti: z.string().optional(),
    /** Of an opaque token, which cannot say them itself. */
    roles: z.array(z.string()).optional(),
    amr: z.array(z.string()).optional(),
    auth_time: z.number().int().optional(),
    /** The primary key the person has at a door for old frontends. */
    user_id: z.union([z.number(), z.string()]).optional(),
  }),
])
export type IntrospectionResponse = z.infer<typeof introspectionResponse>
