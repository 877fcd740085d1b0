import {
  beginSignInRequest,
  finishSignInRequest,
  idTokenSignInRequest,
  paths,
  providerAddress,
  providerList,
  signInNonce,
  signInRequest,
} from '@latchkey/contract'
import { z } from 'zod'
import { state } from './browser-state.js'
import type { Operation, Parameter } from './operation.js'

const provider: Parameter = {
  name: 'provider',
  in: 'path',
  description: 'The id of a provider, as GET /sign-in lists it',
  required: true,
}
const sessionEvents = z.string().meta({
  title: 'SessionEvents',
  description: 'Server-sent events: session_ended, with {"session":"ses_…","reason":"…"} as its data.',
})

/** Signing in and out in a browser. */
export const browserSessionOperations: readonly Operation[] = [
  {
    id: 'readSession',
    method: 'GET',
    path: paths.session,
    summary: 'Who is signed in in this browser, and the CSRF token its pages send with every change',
    security: 'browser',
    answers: state,
  },
  {
    id: 'signIn',
    method: 'POST',
    path: paths.session,
    summary: 'Signs in with address and password',
    security: 'browser',
    request: { schema: signInRequest },
    answers: state,
    refusals: [429],
  },
  {
    id: 'signOut',
    method: 'DELETE',
    path: paths.session,
    summary: 'Ends the session of this browser',
    security: 'browser',
    answers: state,
  },
  {
    id: 'stopImpersonation',
    method: 'DELETE',
    path: paths.impersonation,
    summary: 'An operator who acts as somebody else is themselves again',
    security: 'browser',
    answers: state,
    refusals: [401],
  },
  {
    id: 'watchSession',
    method: 'GET',
    path: paths.sessionEvents,
    summary: 'Waits for the end of the session of this browser, and says why it ended',
    security: 'signedIn',
    answers: { 200: { schema: sessionEvents, type: 'text/event-stream' } },
    refusals: [429],
  },
  {
    id: 'listProviders',
    method: 'GET',
    path: paths.signIn,
    summary: 'Whom people can sign in with',
    security: 'browser',
    answers: { 200: { schema: providerList } },
  },
  {
    id: 'beginSignIn',
    method: 'POST',
    path: `${paths.signIn}/{provider}`,
    summary: 'Begins signing in with a provider: where to send the person',
    security: 'browser',
    parameters: [provider],
    request: { schema: beginSignInRequest },
    answers: { 200: { schema: providerAddress } },
    refusals: [404, 429],
  },
  {
    id: 'beginIdTokenSignIn',
    method: 'POST',
    path: `${paths.signIn}/{provider}/nonce`,
    summary: 'A nonce for the script of a provider that runs in the page',
    security: 'browser',
    parameters: [provider],
    answers: { 200: { schema: signInNonce } },
    refusals: [404, 429],
  },
  {
    id: 'signInByIdToken',
    method: 'POST',
    path: `${paths.signIn}/{provider}/id-token`,
    summary: 'Signs in with the ID token which that script gave the page',
    security: 'browser',
    parameters: [provider],
    request: { schema: idTokenSignInRequest },
    answers: state,
    refusals: [404, 409, 429],
  },
  {
    id: 'finishSignIn',
    method: 'POST',
    path: `${paths.callback}/{provider}`,
    summary: 'Finishes signing in with what the provider sent the person back with',
    security: 'browser',
    parameters: [provider],
    request: { schema: finishSignInRequest },
    answers: state,
    refusals: [401, 404, 409, 429],
  },
]
