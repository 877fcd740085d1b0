import { z } from 'zod'
import type { Operation, Parameter } from '../operation.js'
import { djangoKey, sentence } from './answers.js'
import { bodyOf } from './field-rule.js'
import { drfRefusal } from './refusals.js'

/** `djangoSession({ … })`, as far as addresses hang on it. */
export interface DescribedDjangoSession {
  readonly kind: 'djangoSession'
  readonly prefix: string
  readonly social: ReadonlyMap<string, unknown>
}

/** A code in the body; it may stand in the query instead. */
export const djangoSessionFields = {
  code: { code: { required: true } },
  codeInQuery: { code: {} },
} as const

const cookieSet = z.object({ details: z.string() }).meta({ title: 'DjangoCookieSet' })
const signInRequest = z
  .looseObject({ email: z.string(), password: z.string() })
  .meta({ title: 'DjangoSessionSignIn' })
const codeRequest = bodyOf('DjangoSessionCode', djangoSessionFields.codeInQuery)
const profile = z
  .object({ id: djangoKey, email: z.string(), is_staff: z.boolean(), is_superuser: z.boolean() })
  .meta({ title: 'DjangoProfile' })

const csrf: Parameter = {
  name: 'X-CSRFToken',
  in: 'header',
  description: 'What stands in the cookie csrftoken',
  required: true,
}
/** A view that is none of Django REST framework shows a page to who may be on another page. */
const plain = { refusal: drfRefusal, refusedWithPage: [403] } as const

export const djangoSessionOperations = ({ prefix, social }: DescribedDjangoSession): readonly Operation[] => [
  {
    id: 'djangoSessionSetCookie',
    method: 'GET',
    path: `${prefix}/login-set-cookie/`,
    summary: 'Sets the cookie csrftoken',
    security: 'none',
    answers: { 200: { schema: cookieSet } },
    ...plain,
  },
  {
    id: 'djangoSessionSetCookieAgain',
    method: 'POST',
    path: `${prefix}/login-set-cookie/`,
    summary: 'Sets the cookie csrftoken, for who has one already',
    security: 'none',
    parameters: [csrf],
    answers: { 200: { schema: cookieSet } },
    ...plain,
  },
  {
    id: 'djangoSessionSignIn',
    method: 'POST',
    path: `${prefix}/login/`,
    summary: 'Address and password → the cookie sessionid',
    security: 'none',
    parameters: [csrf],
    request: { schema: signInRequest },
    answers: { 200: sentence },
    refusals: [400, 429],
    ...plain,
  },
  {
    id: 'djangoSessionSignOut',
    method: 'POST',
    path: `${prefix}/logout/`,
    summary: 'Ends the session of the cookie',
    security: 'none',
    parameters: [csrf],
    answers: { 200: sentence },
    ...plain,
  },
  {
    id: 'djangoSessionProfile',
    method: 'GET',
    path: `${prefix}/users/profile/`,
    summary: 'Who is signed in',
    security: 'djangoSession',
    answers: { 200: { schema: profile } },
    refusal: drfRefusal,
  },
  ...(social.size === 0 ? [] : [socialSignIn(prefix, [...social.keys()])]),
]

const socialSignIn = (prefix: string, names: readonly string[]): Operation => ({
  id: 'djangoSessionSocialSignIn',
  method: 'POST',
  path: `${prefix}/social/{name}/`,
  summary: 'The code of a provider → the cookie sessionid',
  security: 'none',
  parameters: [
    { name: 'name', in: 'path', description: 'Which provider', required: true, oneOf: names },
    { name: 'code', in: 'query', description: 'The code, where it does not stand in the body' },
    csrf,
  ],
  request: codeRequest,
  answers: { 200: sentence },
  refusals: [400, 403, 404, 429],
  refusal: drfRefusal,
})
