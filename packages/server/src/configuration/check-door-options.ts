import { isIP } from 'node:net'
import { type Millis, SECOND } from '../model/time.js'
import type { Provider } from '../sign-in/social/provider.js'
import type { Report } from './configuration-error.js'

/** What doors are checked against. */
export interface GivenToDoors {
  readonly issuer: string
  readonly providers: readonly Provider[]
  /** Whether operators can set others while the server runs. */
  readonly takesStored: boolean
  readonly sessionLimit: Millis
  /** The origins whose pages may use the browser door; undefined when it is shut. */
  readonly pageOrigins: readonly string[] | undefined
}

/** Whether a door may name this provider: a fitting one of the configuration, or one that an operator can set. */
export const mayName = (
  { providers, takesStored }: Pick<GivenToDoors, 'providers' | 'takesStored'>,
  id: string,
  fits: (provider: Provider) => boolean = () => true,
): boolean => {
  const configured = providers.find((provider) => provider.id === id)
  return configured === undefined ? takesStored : fits(configured)
}

/** Reports what is no number of milliseconds. */
export const checkLifetime = (name: string, value: number, report: Report): void => {
  if (Number.isSafeInteger(value) && value >= SECOND) return
  report(
    name,
    `${value} is not a whole number of milliseconds, at least a second`,
    'Give milliseconds, for example 30 * 24 * 60 * 60_000.',
  )
}

/** Reports what is no IP address. */
export const checkFrontendServers = (servers: readonly string[] = [], report: Report): readonly string[] => {
  servers.forEach((address, index) => {
    if (isIP(address) === 0)
      report(
        `frontendServers[${index}]`,
        `${JSON.stringify(address.slice(0, 60))} is no IP address`,
        'Give the address from which the server of the frontend sends, as the log of your proxy shows it: 192.0.2.7.',
      )
  })
  return servers
}

const PATH = /^(?:\/[A-Za-z0-9._~-]+)*\/?$/

/** @returns the path without a slash at its end */
export const checkPath = (name: string, path: string, report: Report): string => {
  if (!PATH.test(path))
    report(
      name,
      `${JSON.stringify(path.slice(0, 100))} is no path`,
      'Begin with a slash, and use letters, digits and hyphens: /api/auth.',
    )
  return path.replace(/\/$/, '')
}
