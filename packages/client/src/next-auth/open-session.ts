import type { ErrorCode } from '@latchkey/contract'
import type { BridgeLog } from './bridge-settings.js'
import { makeSessionForm, type SessionForm } from './session-form.js'
import type { TokenEndpoint } from './token-endpoint.js'

/** What NextAuth knows about the sign-in that is going on. The same object reaches the signIn and the jwt callback. */
export interface SignInAccount {
  readonly provider: string
  readonly type: string
  readonly id_token?: string | undefined
}

export interface OpenSession {
  /** Proof → Latchkey session, kept for {@link OpenSession.take}; or the reason why not. */
  open(account: SignInAccount): Promise<'opened' | ErrorCode>
  /** The session opened for this sign-in, once. */
  take(account: SignInAccount): SessionForm | undefined
}

export interface OpenSessionDeps {
  readonly endpoint: Pick<TokenEndpoint, 'exchange'>
  readonly log: BridgeLog
  readonly now: () => number
}

export const createOpenSession = ({ endpoint, log, now }: OpenSessionDeps): OpenSession => {
  // Keyed by identity: no callback of the app can see or forge an entry, and an abandoned sign-in is collected.
  const opened = new WeakMap<SignInAccount, SessionForm>()

  return {
    open: async (account) => {
      if (account.id_token === undefined) {
        log.warn(`Latchkey: ${account.provider} gave no ID token, so its sign-in is refused (proof_missing).`)
        return 'proof_missing'
      }
      const askedAt = now()
      const answer = await endpoint.exchange(account.id_token)
      switch (answer.outcome) {
        case 'issued':
          opened.set(account, makeSessionForm(answer.tokens, askedAt))
          return 'opened'
        case 'refused':
          log.warn(`Latchkey refused a sign-in: ${answer.code} (trace ${answer.traceId ?? 'unknown'}).`)
          return answer.code
        case 'unreachable':
          log.error(`Latchkey could not be reached for a sign-in: ${answer.detail}.`)
          return answer.code ?? 'sign_in_unavailable'
      }
    },
    take: (account) => {
      const form = opened.get(account)
      opened.delete(account)
      return form
    },
  }
}
