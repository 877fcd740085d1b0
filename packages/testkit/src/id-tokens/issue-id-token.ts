import { refuseProduction } from '../refuse-production.js'
import type { OidcTwin } from '../twin.js'
import { deviatingClaims, type IdTokenDeviation } from './id-token-deviation.js'
import { signIdToken } from './sign-id-token.js'

/** Makes a valid ID token as its provider writes them, but for the deviation. No access token goes with it, so no `at_hash`. */
export const issueIdToken = async <P>(twin: OidcTwin<P>, deviation: IdTokenDeviation<P>): Promise<string> => {
  refuseProduction()
  return signIdToken(await twin.keys.current(), deviatingClaims(twin, deviation), deviation.header)
}
