import { paths } from '@latchkey/contract'
import type { ClientParts } from '../connect-parts.js'
import type { LatchkeyClient } from '../latchkey-client.js'
import { changeSession } from './change-session.js'

type SignInCalls<Profile> = Pick<
  LatchkeyClient<Profile>,
  | 'signIn'
  | 'signUp'
  | 'confirmSignUp'
  | 'resendSignUp'
  | 'signOut'
  | 'signOutEverywhere'
  | 'stopImpersonation'
  | 'forgotPassword'
  | 'resetPassword'
>

/** Coming in, going out, and finding the key again. */
export const signInCalls = <Profile>(parts: ClientParts<Profile>): SignInCalls<Profile> => {
  const { open, alter, whoIsShown } = changeSession(parts)
  const post = async (path: string, body: object) => {
    await parts.calls.send({ method: 'POST', path, body })
  }
  return {
    signIn: (input) => open(paths.session, input),
    signUp: (input) => post(paths.signUp, input),
    confirmSignUp: (input) => open(paths.confirmSignUp, input),
    resendSignUp: () => post(paths.resendSignUp, {}),
    signOut: parts.keeper.signOut,
    signOutEverywhere: ({ keepThis = false } = {}) => {
      const path = keepThis ? `${paths.accountSessions}?keep=current` : paths.accountSessions
      return alter({ method: 'DELETE', path, isMeantFor: whoIsShown() }, keepThis ? 'ended' : 'signed_out')
    },
    stopImpersonation: () =>
      alter({ method: 'DELETE', path: paths.impersonation, isMeantFor: whoIsShown() }, 'ended'),
    forgotPassword: (input) => post(paths.forgotPassword, input),
    resetPassword: (body) => alter({ method: 'POST', path: paths.resetPassword, body }, 'signed_out'),
  }
}
