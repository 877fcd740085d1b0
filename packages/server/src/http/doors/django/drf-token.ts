import { type ReadDrfTokenDeps, readDrfSession } from '../../../flows/django/read-drf-session.js'
import { type SignInByIdTokenDeps, signInByIdToken } from '../../../flows/django/sign-in-by-id-token.js'
import { type SignOutDeps, signOut as signOutFlow } from '../../../flows/sign-out.js'
import type { CurrentSession } from '../../../flows/steps/current-of.js'
import { toDjangoKey } from '../../../model/django-account.js'
import type { DrfTokenSettings } from '../../../model/django-doors.js'
import { drfTokenFields } from '../../../openapi/doors/drf-token-operations.js'
import { callerOf } from '../../caller-of.js'
import { answerDoor } from '../../django/answer-door.js'
import type { Door, DoorCall, DoorRoute } from '../../django/door.js'
import { readDrfFields } from '../../django/read-drf-fields.js'
import { type DrfWords, refuseDrf, refuseDrfMethod } from '../../django/refuse-drf.js'
import { detail, fieldError } from '../../django/wire-refusal.js'

export type DrfTokenDeps = SignInByIdTokenDeps & ReadDrfTokenDeps & SignOutDeps

const CHALLENGE = { 'www-authenticate': 'Token' }
const invalidProof = fieldError('auth_token', 'The token is invalid or expired. Please login again.')

const words: DrfWords = {
  // One that operators set may be gone, or not there yet.
  provider_unknown: invalidProof,
  proof_missing: invalidProof,
  proof_malformed: invalidProof,
  proof_algorithm_refused: invalidProof,
  proof_issuer_unknown: invalidProof,
  proof_key_unknown: invalidProof,
  proof_signature_invalid: invalidProof,
  proof_expired: invalidProof,
  proof_not_yet_valid: invalidProof,
  proof_nonce_mismatch: invalidProof,
  proof_claims_invalid: invalidProof,
  proof_replayed: invalidProof,
  proof_audience_mismatch: detail(401, 'oops, who are you?', CHALLENGE),
  // By which way the address is known is told to nobody who has not proved it.
  address_unproven: detail(401, 'Login using the way you signed up with', CHALLENGE),
  user_suspended: detail(401, 'User inactive or deleted.', CHALLENGE),
}

/**
 * Social sign-in with an ID token → a token of Django REST framework's `authtoken`: 40 hex digits that live until they are ended.
 */
export const drfTokenDoor = (deps: DrfTokenDeps, settings: DrfTokenSettings): Door => {
  const inWords = refuseDrf(deps, words)
  return {
    prefix: settings.prefix,
    routes: [
      ...[...settings.signIn].map(
        ([provider, path]): DoorRoute => ({
          path,
          endpoints: { POST: (call) => signIn(deps, { ...settings, provider }, call) },
        }),
      ),
      { path: settings.signOut, endpoints: { POST: (call) => signOut(deps, call) }, refuse: inWords },
    ],
    refuse: settings.isUnreadable ? (...refused) => withoutBody(inWords(...refused)) : inWords,
    refuseMethod: refuseDrfMethod,
    tellsMethods: true,
    readableBy: [],
    withCookies: false,
  }
}

const signIn = async (
  deps: DrfTokenDeps,
  { provider, endOthers }: DrfTokenSettings & { readonly provider: string },
  call: DoorCall,
): Promise<Response> => {
  await authenticate(deps, call.request)
  const { auth_token: idToken } = await readDrfFields(call.request, drfTokenFields.signIn)
  const { account, opaqueToken } = await signInByIdToken(
    deps,
    { providerId: provider, idToken },
    { form: { kind: 'drf_token' }, endOthers, userAgent: call.userAgent },
  )
  return answerDoor({ user_id: toDjangoKey(account), tokens: opaqueToken }, { headers: { vary: 'Accept' } })
}

/** `POST` with the token: it is over, and so is the session it carried. */
const signOut = async (deps: DrfTokenDeps, call: DoorCall): Promise<Response> => {
  const current = await authenticate(deps, call.request)
  if (current === undefined) throw detail(401, 'Authentication credentials were not provided.', CHALLENGE)
  await signOutFlow(deps, { ...current, caller: callerOf(call) })
  return new Response(null, { status: 204, headers: { 'cache-control': 'no-store', vary: 'Accept' } })
}

/**
 * Authentication runs at every address of such a backend: who shows a token that is none is refused, also where none is needed.
 *
 * @returns undefined for who shows none
 */
const authenticate = async (deps: DrfTokenDeps, request: Request): Promise<CurrentSession | undefined> => {
  const token = readTokenHeader(request.headers.get('authorization'))
  if (token === undefined) return undefined
  const current = await readDrfSession(deps, token)
  if (current === undefined) throw detail(401, 'Invalid token.', CHALLENGE)
  return current
}

/**
 * The token of an `Authorization: Token …` header; undefined when there is no header of this scheme.
 *
 * @throws WireRefusal for a header that names the scheme and carries no one token
 */
const readTokenHeader = (header: string | null): string | undefined => {
  const [scheme = '', ...parts] = header?.trim().split(/\s+/) ?? []
  if (scheme.toLowerCase() !== 'token') return undefined
  const [token, ...more] = parts
  if (token === undefined) throw detail(401, 'Invalid token header. No credentials provided.', CHALLENGE)
  if (more.length > 0)
    throw detail(401, 'Invalid token header. Token string should not contain spaces.', CHALLENGE)
  return token
}

/** Nothing of it can be taken for a success by who does not look at the status. */
const withoutBody = ({ status, headers }: Response): Response => {
  const kept = new Headers(headers)
  kept.delete('content-type')
  return new Response(null, { status, headers: kept })
}
