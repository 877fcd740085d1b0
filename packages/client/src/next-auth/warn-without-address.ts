import type { BridgeLog } from './bridge-settings.js'
import type { Environment } from './editions/edition.js'

const SAID = Symbol.for('@latchkey/client has said that no address is passed on')

/** Next.js loads a module once for pages and once more for route handlers: said once by the process, not by each. */
const said = globalThis as { [SAID]?: true }

/** Tells the operator of a running app, once, what is lost where Latchkey does not learn the addresses of people. */
export const warnWithoutAddress = (log: BridgeLog, environment: Environment): void => {
  const isBuilding = environment['NEXT_PHASE'] === 'phase-production-build'
  if (environment['NODE_ENV'] !== 'production' || isBuilding || said[SAID]) return
  said[SAID] = true
  log.warn(
    'Latchkey: latchkey.credentials() has no userAddress, so wrong passwords are counted for the account only: who tries many ' +
      'accounts from one network is not slowed down, and who guesses at one account makes its owner wait on a new browser.',
  )
}
