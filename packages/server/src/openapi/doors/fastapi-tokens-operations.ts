import { paths } from '@latchkey/contract'
import { z } from 'zod'
import type { Operation } from '../operation.js'
import { djangoKey, healthy } from './answers.js'
import { fastapiRefusal } from './refusals.js'

/** `fastapiTokens({ … })`, as far as addresses hang on it. */
export interface DescribedFastapiTokens {
  readonly kind: 'fastapiTokens'
  readonly prefix: string
}

/** The texts a sign-in takes. */
export const FASTAPI_SIGN_IN = ['username', 'password'] as const

const signInRequest = z
  .looseObject(Object.fromEntries(FASTAPI_SIGN_IN.map((name) => [name, z.string()])))
  .meta({ title: 'FastapiSignIn' })

const tokenAnswer = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    user: z.object({
      id: djangoKey,
      email: z.string(),
      first_name: z.string(),
      last_name: z.string(),
      name: z.null(),
      is_staff: z.boolean(),
      is_active: z.boolean(),
      is_superuser: z.boolean(),
      last_login: z.string().nullable(),
      date_joined: z.string(),
    }),
  })
  .meta({ title: 'FastapiToken' })

export const fastapiTokensOperations = ({ prefix }: DescribedFastapiTokens): readonly Operation[] => [
  {
    id: 'fastapiSignIn',
    method: 'POST',
    path: `${prefix}/users/login/`,
    summary: 'Name and password → a token that the server of a frontend keeps',
    security: 'none',
    request: { schema: signInRequest },
    answers: { 200: { schema: tokenAnswer } },
    refusals: [400, 401, 422, 429],
    refusal: fastapiRefusal,
  },
  {
    id: 'fastapiReadSession',
    method: 'POST',
    path: `${prefix}/users/session/`,
    summary: 'The kept token → who is signed in, with an access JWT of minutes',
    security: 'accessToken',
    answers: { 200: { schema: tokenAnswer } },
    refusals: [400, 403],
    refusal: fastapiRefusal,
  },
  {
    id: 'fastapiSignOut',
    method: 'POST',
    path: `${prefix}/users/logout/`,
    summary: 'Ends the session of the kept token',
    security: 'accessToken',
    answers: { 200: healthy },
    refusal: fastapiRefusal,
  },
  {
    id: 'fastapiHealth',
    method: 'GET',
    path: prefix + paths.health,
    summary: 'Whether the server answers',
    security: 'none',
    answers: { 200: healthy },
    refusal: fastapiRefusal,
  },
]
