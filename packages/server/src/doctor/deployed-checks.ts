import { checkAddress } from './check-address.js'
import { checkCertificate } from './check-certificate.js'
import { checkClock } from './check-clock.js'
import { checkCookies } from './check-cookies.js'
import { checkCors } from './check-cors.js'
import { checkCsrf } from './check-csrf.js'
import { checkIssuer } from './check-issuer.js'
import { checkKeys } from './check-keys.js'
import { checkPlainHttp, plainAddressOf } from './check-plain-http.js'
import { checkProxy } from './check-proxy.js'
import type { Deployment } from './deployment.js'
import type { ReadyCheck } from './run-checks.js'

/** What is looked at from outside, as a browser and as a guard would. Nothing is changed there. */
export const deployedChecks = (deployment: Deployment): readonly ReadyCheck[] => {
  const { url, hasBrowserDoor, apps } = deployment
  const plain = plainAddressOf(url)
  const server: readonly ReadyCheck[] = [
    { name: 'address', run: () => checkAddress(deployment) },
    { name: 'TLS', run: () => checkCertificate(deployment) },
    ...(plain === undefined ? [] : [{ name: 'http → https', run: () => checkPlainHttp(url, plain) }]),
    { name: 'issuer', run: () => checkIssuer(deployment) },
    { name: 'keys', run: () => checkKeys(deployment) },
    { name: 'clock', run: () => checkClock(deployment) },
    { name: 'proxy', run: () => checkProxy(deployment) },
  ]
  // Where nobody says whether pages call it, naming an app says so.
  const hasPages = hasBrowserDoor ?? apps.length > 0
  return hasPages
    ? [
        ...server,
        { name: 'cookies', run: () => checkCookies(deployment) },
        { name: 'CORS', run: () => checkCors(deployment) },
        { name: 'CSRF', run: () => checkCsrf(deployment) },
      ]
    : server
}
