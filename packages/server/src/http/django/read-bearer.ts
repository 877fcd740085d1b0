import { type ReadSimpleJwtDeps, readSimpleJwt } from '../../flows/django/read-simple-jwt.js'
import type { CurrentSession } from '../../flows/steps/current-of.js'
import type { DjangoAccount } from '../../model/django-account.js'
import type { DjRestAuthSettings } from '../../model/django-doors.js'
import { cookieNamed } from './cookie-named.js'
import { detail, WireRefusal } from './wire-refusal.js'

/** Browsers ask people for a password when they read `Basic`; Simple JWT's own challenge does not. */
export const BEARER_CHALLENGE = { 'www-authenticate': 'Bearer realm="api"' }

/** Who shows an access JWT. */
export interface BearerOf {
  readonly current: CurrentSession
  readonly account: DjangoAccount
}

/**
 * The access JWT of a request: in `Authorization: Bearer …`, else in its cookie where the door has cookies. Other schemes are
 * nobody's here; the keyword is compared as it stands, as Simple JWT does.
 *
 * @throws WireRefusal for a header that names the scheme and carries no one token
 */
export const findAccessToken = (
  request: Request,
  { cookies }: Pick<DjRestAuthSettings, 'cookies'>,
): string | undefined => {
  const [keyword, ...parts] = request.headers.get('authorization')?.trim().split(/\s+/) ?? []
  if (keyword === 'Bearer') {
    const [token, ...more] = parts
    if (token !== undefined && more.length === 0) return token
    throw new WireRefusal(
      401,
      {
        detail: 'Authorization header must contain two space-delimited values',
        code: 'bad_authorization_header',
      },
      BEARER_CHALLENGE,
    )
  }
  return cookies && cookieNamed(request, cookies.access)
}

/**
 * Who is signed in.
 *
 * @throws WireRefusal 401, in Simple JWT's words
 */
export const requireBearer = async (
  deps: ReadSimpleJwtDeps,
  settings: Pick<DjRestAuthSettings, 'cookies'>,
  request: Request,
): Promise<BearerOf> => {
  const token = findAccessToken(request, settings)
  if (token === undefined)
    throw detail(401, 'Authentication credentials were not provided.', BEARER_CHALLENGE)
  const isReading = request.method === 'GET' || request.method === 'HEAD'
  const shown = await readSimpleJwt(deps, token, isReading ? 'memory' : 'database')
  switch (shown.outcome) {
    case 'current':
      return shown
    case 'user_gone':
      throw new WireRefusal(401, { detail: 'User not found', code: 'user_not_found' }, BEARER_CHALLENGE)
    case 'wrong_type':
      throw notValid('Token has wrong type')
    case 'invalid':
      throw notValid('Token is invalid or expired')
  }
}

const notValid = (message: string): WireRefusal =>
  new WireRefusal(
    401,
    {
      detail: 'Given token not valid for any token type',
      code: 'token_not_valid',
      messages: [{ token_class: 'AccessToken', token_type: 'access', message }],
    },
    BEARER_CHALLENGE,
  )
