import { lookup as resolve } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPrivateAddress } from './private-address.js'

export const NOT_PUBLIC = 'the address leads into a private network'

/** What is looked at is what is connected to: a name that means something else a moment later gains nothing (DNS rebinding). */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error !== null || first === undefined)
      return callback(error ?? new Error('the name has no address'), '', 0)
    if (addresses.some(({ address }) => isPrivateAddress(address)))
      return callback(new Error(NOT_PUBLIC), '', 0)
    if (options.all === true) return callback(null, addresses)
    callback(null, first.address, first.family)
  })
}
