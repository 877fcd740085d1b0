import { promisify } from 'node:util'
import { constants, deflate } from 'node:zlib'
import type { Deflate } from '../ports/deflate.js'

const deflated = promisify(deflate)

/** At the highest level, as the draft recommends (Token Status List §4.1): lists are made rarely and fetched often. */
export const zlibDeflate: Deflate = (bytes) => deflated(bytes, { level: constants.Z_BEST_COMPRESSION })
