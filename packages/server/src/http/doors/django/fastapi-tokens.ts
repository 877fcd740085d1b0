import { openFastapiSession } from '../../../flows/django/open-fastapi-session.js'
import {
  type FastapiSession,
  type ReadFastapiSessionDeps,
  readFastapiSession,
} from '../../../flows/django/read-fastapi-session.js'
import type { SignInByNameDeps } from '../../../flows/django/sign-in-by-name.js'
import { type SignOutDeps, signOut } from '../../../flows/sign-out.js'
import { type DjangoAccount, toDjangoUser } from '../../../model/django-account.js'
import type { FastapiTokensSettings } from '../../../model/django-doors.js'
import type { User } from '../../../model/user.js'
import { FASTAPI_SIGN_IN } from '../../../openapi/doors/fastapi-tokens-operations.js'
import { callerOf } from '../../caller-of.js'
import { answerDoor } from '../../django/answer-door.js'
import type { Door, DoorCall } from '../../django/door.js'
import {
  couldNotValidate,
  notAuthenticated,
  readFastapiTexts,
  refuseFastapi,
  refuseFastapiMethod,
} from '../../django/fastapi-errors.js'

export type FastapiTokensDeps = SignInByNameDeps & ReadFastapiSessionDeps & SignOutDeps

/**
 * Credentials → a token that a server-side frontend keeps, and shows at each page to hear who is signed in. What it hears is an
 * access JWT of minutes: that is what pages get to see, and what APIs accept.
 */
export const fastapiTokensDoor = (deps: FastapiTokensDeps, settings: FastapiTokensSettings): Door => ({
  prefix: settings.prefix,
  routes: [
    { path: '/users/login/', endpoints: { POST: (call) => login(deps, settings, call) } },
    { path: '/users/session/', endpoints: { POST: (call) => session(deps, call) } },
    { path: '/users/logout/', endpoints: { POST: (call) => logout(deps, call) } },
    { path: '/health', endpoints: { GET: () => answerDoor({ status: 'ok' }) } },
  ],
  refuse: refuseFastapi(deps),
  refuseMethod: refuseFastapiMethod,
  tellsMethods: false,
  frontendServers: settings.frontendServers,
  readableBy: [],
  withCookies: false,
})

const login = async (
  deps: FastapiTokensDeps,
  { lifetime }: FastapiTokensSettings,
  { request, network, userAgent }: DoorCall,
): Promise<Response> => {
  const { username: name, password } = await readFastapiTexts(request, FASTAPI_SIGN_IN)
  const opened = await openFastapiSession(deps, { name, password, network }, { lifetime, userAgent })
  return answerToken(opened.token, opened.user, opened.account)
}

/** Whatever the body says, and however empty it is: frontends announce JSON and send nothing. */
const session = async (deps: FastapiTokensDeps, { request }: DoorCall): Promise<Response> => {
  const { accessToken, user, account } = await requireSession(deps, request)
  return answerToken(accessToken, user, account)
}

/** For a frontend that gets one more line: the tutorial has no sign-out that its backend hears of. */
const logout = async (deps: FastapiTokensDeps, call: DoorCall): Promise<Response> => {
  const { session } = await requireSession(deps, call.request)
  await signOut(deps, { session, caller: callerOf(call) })
  return answerDoor({ status: 'ok' })
}

const requireSession = async (deps: FastapiTokensDeps, request: Request): Promise<FastapiSession> => {
  const [scheme, token] = request.headers.get('authorization')?.trim().split(/\s+/) ?? []
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined) throw notAuthenticated
  const current = await readFastapiSession(deps, token)
  if (current === undefined) throw couldNotValidate
  return current
}

const answerToken = (token: string, user: User, account: DjangoAccount): Response =>
  answerDoor({ access_token: token, token_type: 'Bearer', user: toFastapiUser(user, account) })

const toFastapiUser = (user: User, account: DjangoAccount) => {
  const person = toDjangoUser(user, account)
  return {
    id: person.id,
    email: person.email,
    first_name: person.firstName,
    last_name: person.lastName,
    name: null,
    is_staff: person.isStaff,
    is_active: person.isActive,
    is_superuser: person.isSuperuser,
    last_login: person.lastLogin,
    date_joined: person.dateJoined,
  }
}
