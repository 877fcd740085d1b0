import { type OpenSimpleJwtDeps, openSimpleJwt } from '../../../flows/django/open-simple-jwt.js'
import type { DjRestAuthSettings } from '../../../model/django-doors.js'
import { djRestAuthFields } from '../../../openapi/doors/dj-rest-auth-fields.js'
import { answerSimpleJwt } from '../../django/answer-simple-jwt.js'
import type { DoorCall } from '../../django/door.js'
import { readDrfFields } from '../../django/read-drf-fields.js'

/** A request at the address of one provider. */
export interface ProviderCall {
  readonly call: DoorCall
  readonly providerId: string
}

/** `POST social/login/<provider>/`: what the frontend got from the provider → the two JWTs. */
export const logInWithProvider = async (
  deps: OpenSimpleJwtDeps,
  settings: DjRestAuthSettings,
  { call: { request, userAgent }, providerId }: ProviderCall,
): Promise<Response> => {
  const fields = await readDrfFields(request, djRestAuthFields.logInWithProvider)
  const redirectUri = settings.social.get(providerId)?.redirectUri
  const shown = {
    providerId,
    idToken: fields.id_token || undefined,
    accessToken: fields.access_token || undefined,
    code: fields.code && redirectUri ? { code: fields.code, redirectUri } : undefined,
  }
  const proof = { kind: 'provider', shown } as const
  const pair = await openSimpleJwt(deps, { proof, limits: settings.limits, userAgent })
  return answerSimpleJwt(deps, settings, pair)
}
