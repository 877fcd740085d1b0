import { AuthError } from '@latchkey/contract'
import { type ReceiveLogoutDeps, receiveLogout as receive } from '../../../flows/receive-logout.js'
import { partBeforeLastOf } from '../../last-part-of.js'
import { readForm } from '../../read-form.js'
import { answerRefusal, describeRefusal } from '../../refuse.js'

/**
 * `POST /providers/:id/backchannel-logout` (OIDC Back-Channel Logout 1.0 §2.5): 200 when nobody is signed in by it any more, 400 when it
 * was refused or could not be done (§2.8).
 */
export const receiveLogout = async (deps: ReceiveLogoutDeps, request: Request): Promise<Response> => {
  try {
    const { logout_token: logoutToken } = await readForm(request)
    if (logoutToken === undefined) throw new AuthError('missing_parameter', { parameter: 'logout_token' })
    await receive(deps, { providerId: partBeforeLastOf(request), logoutToken })
    return new Response(null, { headers: { 'cache-control': 'no-store' } })
  } catch (error) {
    const refusal = describeRefusal(deps.log, request, error)
    // A mistake of ours is told as one, and so is an address where nothing is.
    const isTheirs = refusal.status !== 500 && refusal.status !== 404
    return answerRefusal(isTheirs ? { ...refusal, status: 400 } : refusal)
  }
}
