import type { Edition } from './editions/edition.js'
import type { EndSession } from './end-session.js'
import type {
  HostCallbacks,
  HostConfig,
  HostSession,
  HostToken,
  JwtParams,
  SignInParams,
} from './host-config.js'
import { LatchkeySessionEndedError } from './latchkey-errors.js'
import type { OpenedSession, OpenSession } from './open-session.js'
import type { RenewSession } from './renew-session.js'
import { readSessionForm, type SessionForm, withoutSessionForm, withSessionForm } from './session-form.js'
import { isRefusalPage, refusalPage } from './sign-in-refusal.js'

export interface ConnectDeps {
  readonly openSession: OpenSession
  readonly renewSession: RenewSession
  readonly endSession: EndSession
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly exposeAccessToken: boolean
}

interface ConnectCallbacksDeps extends ConnectDeps {
  readonly edition: Edition
  readonly errorPage: () => string
}

/** The app's callbacks with Latchkey's around them, in the order {@link connect} promises. */
export const connectCallbacks = (
  { callbacks: own = {}, adapter }: HostConfig,
  deps: ConnectCallbacksDeps,
): HostCallbacks => {
  const { redirect: ownRedirect } = own

  const callbacks: HostCallbacks = {
    ...own,

    signIn: async (params) => {
      const verdict = await ownVerdict(own, params, deps)
      // A password has been proved by now: NextAuth asks for the user before it asks whether to let them in.
      if (verdict !== true || deps.openSession.isOpen(params)) return verdict
      const outcome = params.account ? await deps.openSession.withProvider(params.account) : 'proof_missing'
      return outcome === 'opened' ? true : refusalPage(deps.errorPage(), outcome)
    },

    jwt: async (params) => {
      const found = await sessionFor(params, deps)
      if (found instanceof LatchkeySessionEndedError) return deps.edition.end(found)
      const { form, earlier } = found
      const claims = withoutSessionForm(params.token)
      const token = params.account ? { ...claims, ...claimsOf(form, adapter !== undefined) } : claims
      const result = own.jwt === undefined ? token : await own.jwt({ ...params, token })
      if (result === null) {
        // The app ends its session: so does ours.
        await deps.endSession(form)
        return deps.edition.end(new LatchkeySessionEndedError('session_ended'))
      }
      // The cookie of the new session takes the place of the earlier one's: nobody could end that any more.
      if (earlier !== undefined) await deps.endSession(earlier)
      return withSessionForm(result, form)
    },

    session: async (params) => {
      const form = readSessionForm(params.token)
      if (form === undefined) throw new LatchkeySessionEndedError('session_ended')
      const session = describeSession(params.session, form, deps)
      if (own.session === undefined) return session
      const token = withoutSessionForm(params.token)
      const result = (await own.session({ ...params, session, token })) ?? session
      // Where `user` is absent, Auth.js v5 puts the whole JWT in its place.
      return { ...result, user: result.user }
    },
  }

  if (ownRedirect === undefined) return callbacks
  // An app that sends everybody to its dashboard means those who got in.
  callbacks.redirect = (params) =>
    isRefusalPage(params.url, deps.errorPage())
      ? new URL(params.url, params.baseUrl).href
      : ownRedirect(params)
  return callbacks
}

/** What the app's signIn says; unless it lets the person in, a session that a password has opened ends. */
const ownVerdict = async (
  own: HostCallbacks,
  params: SignInParams,
  { openSession, endSession }: ConnectDeps,
): Promise<boolean | string> => {
  let verdict: boolean | string = false
  try {
    verdict = own.signIn === undefined ? true : await own.signIn(params)
  } finally {
    const abandoned = verdict === true ? undefined : openSession.take(params)
    if (abandoned !== undefined) await endSession(abandoned.form)
  }
  return verdict
}

/** The new session while somebody signs in, the newest form of theirs afterwards. */
const sessionFor = async (
  params: JwtParams,
  { openSession, renewSession }: ConnectDeps,
): Promise<OpenedSession | LatchkeySessionEndedError> => {
  // Whichever way NextAuth came here, without an exchange nobody is signed in.
  if (params.account) return openSession.take(params) ?? new LatchkeySessionEndedError('proof_missing')
  const form = readSessionForm(params.token)
  if (form === undefined) return new LatchkeySessionEndedError('session_ended')
  const renewal = await renewSession(form)
  if (renewal.status === 'ended') return new LatchkeySessionEndedError(renewal.code)
  return { form: renewal.form, earlier: undefined }
}

/** NextAuth's own claims about the user. With an adapter `sub` is the key of its user table, and stays. */
const claimsOf = ({ user }: SessionForm, hasAdapter: boolean): HostToken => ({
  name: user.name,
  email: user.email,
  picture: user.image,
  ...(hasAdapter ? {} : { sub: user.id }),
})

const describeSession = (
  session: HostSession,
  form: SessionForm,
  { exposeAccessToken, now }: ConnectDeps,
): HostSession & { sessionId: string; accessToken?: string } => ({
  ...session,
  user: { ...session.user, ...form.user },
  sessionId: form.sessionId,
  ...(exposeAccessToken && now() < form.expiresAt ? { accessToken: form.accessToken } : {}),
})
