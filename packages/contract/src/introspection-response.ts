import { z } from 'zod'

/** RFC 7662 §2.2. A token that is not good for anything answers `{ active: false }` and nothing else. */
export const introspectionResponse = z.discriminatedUnion('active', [
  z.object({ active: z.literal(false) }),
  z.object({
    active: z.literal(true),
    /** `session_cookie` is the cookie of the browser door, which is never to be taken for a token. */
    token_type: z.enum(['Bearer', 'refresh_token', 'session_cookie']),
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
    /** Of an opaque token and of a session cookie, which cannot say them themselves. */
    roles: z.array(z.string()).optional(),
    permissions: z.array(z.string()).optional(),
    amr: z.array(z.string()).optional(),
    auth_time: z.number().int().optional(),
    /** Who acts as the person (RFC 8693 §4.1). */
    act: z.object({ sub: z.string() }).optional(),
    /** Of a session cookie: what its page sends back in `X-XSRF-TOKEN` with every request that changes something. */
    csrf_token: z.string().optional(),
    /** The primary key the person has at a door for old frontends. */
    user_id: z.union([z.number(), z.string()]).optional(),
  }),
])
export type IntrospectionResponse = z.infer<typeof introspectionResponse>
