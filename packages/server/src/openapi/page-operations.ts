import { paths } from '@latchkey/contract'
import { z } from 'zod'
import type { Operation, Parameter } from './operation.js'

const page = z.string().meta({ title: 'Page', description: 'A page that says what is wrong.' })
const logoutRequest = z
  .looseObject({
    id_token_hint: z.string().optional(),
    client_id: z.string().optional(),
    post_logout_redirect_uri: z.string().optional(),
    state: z.string().optional(),
    ui_locales: z.string().optional(),
  })
  .meta({ title: 'LogoutRequest' })

const DESCRIPTIONS = {
  id_token_hint: 'An access token of the session that is to end; it may have expired',
  client_id: 'The client that asks',
  post_logout_redirect_uri: 'Where to go afterwards: one of the addresses of that client',
  state: 'Told again at that address',
  ui_locales: 'Languages of the person, the dearest first',
}
const parameters = Object.entries(DESCRIPTIONS).map(
  ([name, description]): Parameter => ({ name, in: 'query', description }),
)

const logout = {
  path: paths.endSession,
  security: 'none',
  answers: { 303: undefined, 400: { schema: page, type: 'text/html' } },
} as const

/** Addresses of the hosted pages that applications send people to. The pages themselves are for people. */
export const pageOperations: readonly Operation[] = [
  {
    ...logout,
    id: 'beginLogout',
    method: 'GET',
    summary: 'An application sends somebody to sign out (OpenID Connect RP-Initiated Logout 1.0 §2)',
    parameters,
  },
  {
    ...logout,
    id: 'beginLogoutByPost',
    method: 'POST',
    summary: 'The same by POST, so that the hint stands in no address',
    request: { schema: logoutRequest, type: 'application/x-www-form-urlencoded' },
  },
]
