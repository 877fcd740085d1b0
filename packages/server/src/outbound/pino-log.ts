import { type Logger, pino } from 'pino'
import type { Log } from '../ports/log.js'

/** Lines of JSON on standard output, one an event. */
export const pinoLog = (level: string): Log => {
  const logger: Logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime })
  return {
    debug: (event, fields) => logger.debug(fields ?? {}, event),
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fields, cause) =>
      logger.error({ ...fields, ...(cause !== undefined && { err: cause }) }, event),
  }
}
