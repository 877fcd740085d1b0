import { SECOND } from '../../../model/time.js'

/** How often a stream can be asked to verify itself. */
export const VERIFICATION_INTERVAL = 10 * SECOND
