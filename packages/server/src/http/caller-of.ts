import type { Caller } from '../model/caller.js'

/** From where a request comes, for who notes it. */
export const callerOf = ({ network, userAgent }: Caller): Caller => ({ network, userAgent })
