import { z } from 'zod'
import type { Operation } from '../operation.js'
import { djangoKey } from './answers.js'
import { bodyOf } from './field-rule.js'
import { drfRefusal } from './refusals.js'

/** `drfToken({ … })`, as far as addresses and answers hang on it. */
export interface DescribedDrfToken {
  readonly kind: 'drfToken'
  readonly prefix: string
  readonly signIn: ReadonlyMap<string, string>
  readonly signOut: string
  readonly isUnreadable: boolean
}

export const drfTokenFields = { signIn: { auth_token: { required: true } } } as const

const signInRequest = bodyOf('DrfTokenSignIn', drfTokenFields.signIn)
const tokenAnswer = z.object({ user_id: djangoKey, tokens: z.string() }).meta({ title: 'DrfToken' })

export const drfTokenOperations = ({
  prefix,
  signIn,
  signOut,
  isUnreadable,
}: DescribedDrfToken): readonly Operation[] => [
  ...[...signIn].map(
    ([provider, path]): Operation => ({
      id: `drfTokenSignIn_${provider}`,
      method: 'POST',
      path: prefix + path,
      summary: `An ID token of ${provider} → a token of 40 hex digits`,
      security: 'drfToken',
      request: signInRequest,
      answers: { 200: { schema: tokenAnswer } },
      refusals: [400, 429],
      refusal: isUnreadable ? 'nothing' : drfRefusal,
    }),
  ),
  {
    id: 'drfTokenSignOut',
    method: 'POST',
    path: prefix + signOut,
    summary: 'Ends the session of the token',
    security: 'drfToken',
    answers: { 204: undefined },
    refusal: drfRefusal,
  },
]
