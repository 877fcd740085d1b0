import type { ErrorCode } from '@latchkey/contract'
import type { BridgeLog } from './bridge-settings.js'
import type { FindSession } from './find-session.js'
import { proofIn } from './proof-in.js'
import type { RequestWithCookies } from './seen-cookies.js'
import { type LatchkeySessionUser, makeSessionForm, type SessionForm } from './session-form.js'
import type { SignIn, SignInAccount } from './sign-in.js'
import type { PasswordProof, TokenAnswer, TokenEndpoint } from './token-endpoint.js'

export interface OpenedSession {
  readonly form: SessionForm
  /** The session this browser had until now, if it had one. */
  readonly earlier: SessionForm | undefined
}

export type PasswordOutcome =
  | {
      readonly outcome: 'opened'
      readonly user: LatchkeySessionUser
      /** For the browser to be known by; nothing of the session. Undefined from a server that knows no browsers. */
      readonly deviceToken: string | undefined
    }
  | { readonly outcome: 'refused'; readonly code: ErrorCode }

export interface OpenSession {
  /** What a provider gave → Latchkey session, kept for {@link OpenSession.take}; or the reason why not. */
  withProvider(account: SignInAccount): Promise<'opened' | ErrorCode>
  /** Address and password → Latchkey session, kept likewise under the user this gives; or the reason why not. */
  withPassword(proof: PasswordProof, request: RequestWithCookies): Promise<PasswordOutcome>
  /** Whether a session waits for this sign-in. */
  isOpen(signIn: SignIn): boolean
  /** The session opened for this sign-in, once. */
  take(signIn: SignIn): OpenedSession | undefined
}

export interface OpenSessionDeps {
  readonly endpoint: Pick<TokenEndpoint, 'exchange' | 'exchangePassword'>
  readonly findSession: FindSession
  readonly log: BridgeLog
  readonly now: () => number
}

interface Opening {
  readonly session: OpenedSession
  readonly deviceToken: string | undefined
}

export const createOpenSession = ({ endpoint, findSession, log, now }: OpenSessionDeps): OpenSession => {
  // Keyed by identity: no callback of the app can see or forge an entry, and an abandoned sign-in is collected.
  const opened = new WeakMap<object, OpenedSession>()

  const open = async (
    ask: () => Promise<TokenAnswer>,
    request?: RequestWithCookies,
  ): Promise<Opening | ErrorCode> => {
    const askedAt = now()
    const answer = await ask()
    if (answer.outcome !== 'issued') return reasonOf(answer, log)
    // Where no request can be seen (a provider, in the Pages Router), an earlier session is left to expire.
    const earlier = await findSession(request).catch(() => undefined)
    const session = { form: makeSessionForm(answer.tokens, askedAt), earlier }
    return { session, deviceToken: answer.tokens.device_token }
  }

  return {
    withProvider: async (account) => {
      const proof = proofIn(account)
      if (proof === undefined) {
        log.warn(`Latchkey: ${account.provider} gave no token, so its sign-in is refused (proof_missing).`)
        return 'proof_missing'
      }
      const opening = await open(() => endpoint.exchange(proof))
      if (typeof opening === 'string') return opening
      opened.set(account, opening.session)
      return 'opened'
    },

    withPassword: async (proof, request) => {
      const opening = await open(() => endpoint.exchangePassword(proof), request)
      if (typeof opening === 'string') return { outcome: 'refused', code: opening }
      const { session, deviceToken } = opening
      const user = { ...session.form.user }
      opened.set(user, session)
      return { outcome: 'opened', user, deviceToken }
    },

    isOpen: (signIn) => keysOf(signIn).some((key) => opened.has(key)),

    take: (signIn) => {
      const key = keysOf(signIn).find((candidate) => opened.has(candidate))
      if (key === undefined) return undefined
      const session = opened.get(key)
      opened.delete(key)
      return session
    },
  }
}

const keysOf = ({ account, user }: SignIn): readonly object[] => [account, user].filter((key) => key != null)

const reasonOf = (answer: Exclude<TokenAnswer, { outcome: 'issued' }>, log: BridgeLog): ErrorCode => {
  if (answer.outcome === 'refused') {
    log.warn(`Latchkey refused a sign-in: ${answer.code} (trace ${answer.traceId ?? 'unknown'}).`)
    return answer.code
  }
  if (answer.code === 'too_many_attempts') {
    log.warn(`Latchkey refused a sign-in: ${answer.detail}.`)
    return answer.code
  }
  log.error(`Latchkey could not be reached for a sign-in: ${answer.detail}.`)
  return answer.code ?? 'sign_in_unavailable'
}
