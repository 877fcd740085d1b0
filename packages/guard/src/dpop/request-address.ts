import { targetAddress } from './target-address.js'

/**
 * What parsers of addresses change: dot segments, backslashes, blanks, what comes behind a `#`. No client sends them; routers match them as
 * they are, so that one request would be two: the one that the proof is for, and the one that is answered.
 */
const AMBIGUOUS = /[\\#\p{Cc} ]|\/(?:\.|%2e){1,2}(?:\/|$)/iu

/** {@link targetAddress} of a request. Undefined too for one that a router may take for another place. */
export function requestAddress(url: string): string | undefined {
  const [place = ''] = url.split('?', 1)
  return AMBIGUOUS.test(place) ? undefined : targetAddress(place)
}
