import {
  confirmSignUpRequest,
  forgotPasswordRequest,
  mailAccepted,
  paths,
  resetPasswordRequest,
  signUpRequest,
} from '@latchkey/contract'
import { state } from './browser-state.js'
import type { Operation } from './operation.js'

/** Making an account, and getting back into one. */
export const browserEntryOperations: readonly Operation[] = [
  {
    id: 'signUp',
    method: 'POST',
    path: paths.signUp,
    summary: 'Begins an account: a message with a code goes to the address',
    security: 'browser',
    request: { schema: signUpRequest },
    answers: { 202: { schema: mailAccepted } },
    refusals: [422, 429],
  },
  {
    id: 'confirmSignUp',
    method: 'POST',
    path: paths.confirmSignUp,
    summary: 'Makes the account with the code or the link of the message, and signs in',
    security: 'browser',
    request: { schema: confirmSignUpRequest },
    answers: state,
    refusals: [422, 429],
  },
  {
    id: 'resendSignUp',
    method: 'POST',
    path: paths.resendSignUp,
    summary: 'Sends the message of the sign-up in this browser again',
    security: 'browser',
    answers: { 202: { schema: mailAccepted } },
    refusals: [429],
  },
  {
    id: 'forgotPassword',
    method: 'POST',
    path: paths.forgotPassword,
    summary: 'Sends a link to choose a new password, to whoever has an account',
    security: 'browser',
    request: { schema: forgotPasswordRequest },
    answers: { 202: { schema: mailAccepted } },
    refusals: [422, 429],
  },
  {
    id: 'resetPassword',
    method: 'POST',
    path: paths.resetPassword,
    summary: 'Sets a new password with the link of the message',
    security: 'browser',
    request: { schema: resetPasswordRequest },
    answers: state,
    refusals: [422, 429],
  },
]
