import { BROWSER_MAP, OS_MAP, parse } from 'bowser'
import type { DescribedDevice, UserAgents } from '../ports/user-agents.js'

const MAX_LENGTH = 256
const UNKNOWN: DescribedDevice = { browser: null, system: null, kind: 'unknown' }

// For what it does not know the library takes a name out of the header itself; whoever signs in would choose what is shown.
const browsers: ReadonlySet<string> = new Set(Object.values(BROWSER_MAP))
const systems: ReadonlySet<string> = new Set(Object.values(OS_MAP))

/** `User-Agent` → the words a person knows their device by. */
export const describeUserAgent: UserAgents['describe'] = (userAgent) => {
  if (userAgent === null || userAgent === '') return UNKNOWN
  const { browser, os, platform } = parse(userAgent.slice(0, MAX_LENGTH))
  return {
    browser: known(browser.name, browsers),
    system: known(os.name, systems),
    kind: kindOf(platform.type, os.name),
  }
}

const known = (name: string | undefined, names: ReadonlySet<string>): string | null =>
  name !== undefined && names.has(name) ? name : null

const kindOf = (type: string | undefined, system: string | undefined): DescribedDevice['kind'] => {
  if (system === OS_MAP['ChromeOS']) return 'desktop' // the library does not say
  return type === 'desktop' || type === 'mobile' || type === 'tablet' ? type : 'unknown'
}
