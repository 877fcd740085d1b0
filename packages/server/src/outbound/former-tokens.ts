import type { KeyObject } from 'node:crypto'
import { jwtVerify } from 'jose'
import { JOSEError } from 'jose/errors'
import { z } from 'zod'
import { SECOND } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { FormerTokenRefusal, FormerTokens } from '../ports/former-tokens.js'

/** The key of a former backend, and until when what it signed is accepted. */
export interface FormerTokenSettings {
  readonly key: KeyObject
  /** The only algorithm that is accepted. */
  readonly algorithm: string
  readonly until: number
}

/** Larger than any that these backends made. */
const LONGEST = 4_096

/** The last second of the year 9999: what is later is no moment. */
const LATEST = 253_402_300_799

/*
 * { "token_type": "refresh", "exp": 1795837922, "jti": "246e6d2de215488a833e06f861bf099a", "user_id": 4 }   Simple JWT
 * { "sub": "1", "exp": 1797825687 }                                                                        FastAPI
 */
const claims = z.object({
  exp: z.number().min(0).max(LATEST),
  token_type: z.enum(['access', 'refresh']).optional(),
  jti: z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/)
    .optional(),
  user_id: z.union([z.string(), z.number()]).optional(),
  sub: z.string().optional(),
})

/** JWTs that a former backend signed; none at all when there are no settings. */
export const formerTokens = (settings: FormerTokenSettings | undefined, clock: Clock): FormerTokens => ({
  read: async (text) => {
    const now = clock.now()
    if (settings === undefined) return undefined
    if (now >= settings.until) return { refused: 'the last day has passed' }
    if (text.length > LONGEST) return { refused: 'too long' }
    try {
      const { payload } = await jwtVerify(text, settings.key, {
        algorithms: [settings.algorithm],
        currentDate: new Date(now),
        requiredClaims: ['exp'],
      })
      const { success, data } = claims.safeParse(payload)
      const userId = data?.user_id ?? data?.sub
      if (!success || data === undefined || userId === undefined)
        return { refused: 'claims that are not those of such a token' }
      return {
        type: data.token_type,
        userId: String(userId),
        jti: data.jti,
        expiresAt: Math.floor(data.exp) * SECOND,
      }
    } catch (error) {
      if (error instanceof JOSEError) return { refused: REFUSALS[error.code] ?? 'no JWT' }
      throw error
    }
  },
})

const REFUSALS: Readonly<Record<string, FormerTokenRefusal>> = {
  ERR_JOSE_ALG_NOT_ALLOWED: 'another algorithm',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'the signature does not match the key',
  ERR_JWT_EXPIRED: 'expired',
  ERR_JWT_CLAIM_VALIDATION_FAILED: 'claims that are not those of such a token',
}
