import { z } from 'zod'
import type { Body, Operation } from '../operation.js'
import { sentence } from './answers.js'
import { djRestAuthFields as fields } from './dj-rest-auth-fields.js'
import { bodyOf, type FieldRules } from './field-rule.js'
import { drfRefusal } from './refusals.js'

/** `djRestAuth({ … })`, as far as addresses and answers hang on it. */
export interface DescribedDjRestAuth {
  readonly kind: 'djRestAuth'
  readonly prefix: string
  readonly social: ReadonlyMap<string, { readonly path: string }>
  readonly names: { readonly access: string; readonly refresh: string }
  readonly cookies: object | undefined
}

/** Whatever the project's `user` makes of somebody. */
const person = z.looseObject({})
const personAnswer: Body = { schema: person.meta({ title: 'DjangoUser' }) }
const nothing: Body = { schema: z.object({}).meta({ title: 'Nothing' }) }

/** @param sendsMail without mail nobody can prove that an address is theirs, and those addresses are not there */
export const djRestAuthOperations = (
  { prefix, social, names, cookies }: DescribedDjRestAuth,
  sendsMail: boolean,
): readonly Operation[] => {
  const pair = { [names.access]: z.string(), [names.refresh]: z.string() }
  const signedIn: Body = { schema: z.object({ ...pair, user: person }).meta({ title: 'DjangoPair' }) }
  const renewed: Body = {
    schema: z
      .object({
        access: z.string(),
        refresh: z.string(),
        ...(cookies !== undefined && { access_token_expiration: z.string() }),
      })
      .meta({ title: 'DjangoRenewedPair' }),
  }
  const post = door('POST')
  return [
    post('LogIn', `${prefix}/login/`, {
      summary: 'Username or address, and password → the two JWTs',
      fields: fields.logIn,
      answer: signedIn,
    }),
    ...[...social].map(([provider, { path }]) =>
      post(`LogInWith_${provider}`, path, {
        summary: `What the frontend got from ${provider} → the two JWTs`,
        fields: fields.logInWithProvider,
        answer: signedIn,
      }),
    ),
    post('LogOut', `${prefix}/logout/`, {
      summary: 'Ends the session of the JWTs that are shown',
      fields: fields.logOut,
      answer: sentence,
    }),
    post('RefreshToken', `${prefix}/token/refresh/`, {
      summary: 'A refresh JWT → the next pair',
      fields: fields.refreshToken,
      answer: renewed,
    }),
    post('VerifyToken', `${prefix}/token/verify/`, {
      summary: 'Whether either of the two JWTs still opens anything',
      fields: fields.verifyToken,
      answer: nothing,
    }),
    door('GET')('ReadUser', `${prefix}/user/`, {
      summary: 'Who is signed in',
      ofPerson: true,
      answer: personAnswer,
    }),
    door('PUT')('ReplaceUser', `${prefix}/user/`, {
      summary: 'All names of who is signed in',
      fields: fields.replaceUser,
      ofPerson: true,
      answer: personAnswer,
    }),
    door('PATCH')('RenameUser', `${prefix}/user/`, {
      summary: 'Some names of who is signed in',
      fields: fields.renameUser,
      ofPerson: true,
      answer: personAnswer,
    }),
    ...(sendsMail ? mailOperations(prefix) : []),
  ]
}

const mailOperations = (prefix: string): readonly Operation[] => {
  const post = door('POST')
  const verify = {
    summary: 'The key of a message proves the address',
    fields: fields.verifyEmail,
    answer: sentence,
  }
  const resend = {
    summary: 'Sends the message of a registration again; the same answer for every address',
    fields: fields.resendEmail,
    answer: sentence,
  }
  return [
    post('ChangePassword', `${prefix}/password/change/`, {
      summary: 'Another password for who is signed in',
      fields: fields.changePassword,
      ofPerson: true,
      answer: sentence,
    }),
    post('ResetPassword', `${prefix}/password/reset/`, {
      summary: 'Sends a link to choose another password; the same answer for every address',
      fields: fields.resetPassword,
      answer: sentence,
    }),
    post('ConfirmReset', `${prefix}/password/reset/confirm/`, {
      summary: 'Sets a password with the link of a message',
      fields: fields.confirmReset,
      answer: sentence,
    }),
    post('Register', `${prefix}/registration/`, {
      summary: 'Begins an account; the same answer for every address',
      fields: fields.register,
      answer: sentence,
      status: 201,
    }),
    post('VerifyRegistration', `${prefix}/registration/verify-email/`, verify),
    post('ResendRegistration', `${prefix}/registration/resend-email/`, resend),
    post('VerifyEmail', `${prefix}/verify-email/`, verify),
    post('ResendEmail', `${prefix}/resend-email/`, resend),
  ]
}

interface Told {
  readonly summary: string
  readonly fields?: FieldRules
  readonly answer: Body
  readonly status?: number
  /** Whether it takes the access JWT of somebody. */
  readonly ofPerson?: true
}

const door =
  (method: Operation['method']) =>
  (name: string, path: string, { summary, fields: rules, answer, status, ofPerson }: Told): Operation => ({
    id: `djRestAuth${name}`,
    method,
    path,
    summary,
    security: ofPerson === true ? 'accessToken' : 'none',
    ...(rules !== undefined && { request: bodyOf(titleOf(name), rules) }),
    answers: { [status ?? 200]: answer },
    refusals: method === 'GET' ? [] : [400, 401, 403, 404, 429],
    refusal: drfRefusal,
  })

/** Of sign-in with one provider or another the body is one. */
const titleOf = (name: string): string => `Django${name.replace(/_.*/, 'Provider')}Request`
