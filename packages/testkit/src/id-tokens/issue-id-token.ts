import type { Provider } from '../provider.js'
import { refuseProduction } from '../refuse-production.js'
import { deviatingClaims, type IdTokenDeviation } from './id-token-deviation.js'
import { signIdToken } from './sign-id-token.js'

/** Makes a valid ID token as Google writes them, but for the deviation. No access token goes with it, so no `at_hash`. */
export const issueIdToken = async (provider: Provider, deviation: IdTokenDeviation): Promise<string> => {
  refuseProduction()
  return signIdToken(provider.keys.current(), deviatingClaims(provider, deviation), deviation.header)
}
