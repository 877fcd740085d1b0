import { CONSOLE_PATH } from '@latchkey/contract'
import type { DoorAddress } from '../wire/door-address.js'

/** Whether an address out of `?returnTo=` is one of the console of the server that answers there, and of nobody else. */
export const leadsToConsole = (address: DoorAddress, value: unknown): value is string => {
  const origin = address.origin()
  if (typeof value !== 'string' || origin === undefined || !URL.canParse(value)) return false
  return new URL(value).href.startsWith(new URL(`${address.urlOf(CONSOLE_PATH)}/`, origin).href)
}
