import { isIP } from 'node:net'
import { isOnThisMachine } from '../model/is-open-to-others.js'
import { isPrivateAddress } from './private-address.js'

/** Where providers may be that operators set. */
export interface ProviderAddressRules {
  /** Whether they may be in private networks, and on this machine by plain http. */
  readonly allowPrivate: boolean
}

/** Says what is wrong with where a provider is to be asked, as far as its letters tell; undefined when nothing is. Where a name leads is looked at when it is asked. */
export const problemWithProviderAddress = (
  text: string,
  { allowPrivate }: ProviderAddressRules,
): string | undefined => {
  if (!URL.canParse(text)) return 'it is no address'
  const { protocol, username, password, search, hash, hostname } = new URL(text)
  if (protocol !== 'https:' && !(protocol === 'http:' && allowPrivate && isOnThisMachine(text)))
    return 'it must begin with https://'
  if (username !== '' || password !== '') return 'it must not hold a user name or a password'
  if (search !== '' || hash !== '') return 'nothing may stand behind ? or # in it'
  const host = hostname.replace(/^\[|\]$/g, '')
  const isPrivate = isOnThisMachine(text) || (isIP(host) !== 0 && isPrivateAddress(host))
  return isPrivate && !allowPrivate ? 'it leads into a private network' : undefined
}
