import { paths } from '@latchkey/contract'
import { z } from 'zod'
import type { Operation, Parameter } from './operation.js'

const FORM = 'application/x-www-form-urlencoded'
const EVENT_TOKEN = 'application/secevent+jwt'

const logoutRequest = z.looseObject({ logout_token: z.string() }).meta({ title: 'LogoutTokenRequest' })
const eventToken = z
  .string()
  .meta({ title: 'SecurityEventToken', description: 'A security event token (RFC 8417).' })
const eventRefusal = z
  .object({ err: z.string(), description: z.string() })
  .meta({ title: 'SecurityEventRefusal' })

const provider: Parameter = {
  name: 'provider',
  in: 'path',
  description: 'The id of a provider in the configuration',
  required: true,
}

/** Where providers tell of something by themselves. */
export const providerOperations: readonly Operation[] = [
  {
    id: 'receiveLogoutToken',
    method: 'POST',
    path: `${paths.providers}/{provider}/backchannel-logout`,
    summary: 'A provider says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0 §2.5)',
    security: 'none',
    parameters: [provider],
    request: { schema: logoutRequest, type: FORM },
    answers: { 200: undefined },
    refusals: [400, 404],
  },
  {
    id: 'receiveSecurityEvent',
    method: 'POST',
    path: `${paths.providers}/{provider}/security-events`,
    summary: 'A provider pushes a security event (RFC 8935 §2)',
    security: 'none',
    parameters: [provider],
    request: { schema: eventToken, type: EVENT_TOKEN },
    answers: { 202: undefined, 400: { schema: eventRefusal } },
    refusals: [404],
  },
]
