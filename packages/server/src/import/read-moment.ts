import { type Millis, SECOND } from '../model/time.js'

/*
 * 2026-11-21 04:06:50.945855        SQLite of Django: UTC, no zone
 * 2026-11-21 04:06:50.945855+00     PostgreSQL
 * 2026-11-21T04:06:50.945Z          JSON
 */
const MOMENT =
  /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(?:\s?(Z|[+-]\d\d(?::?\d\d)?))?)?$/i
const WHOLE = /^\d{1,15}$/
/** Numbers below are seconds, above milliseconds: as seconds it is the year 5138, as milliseconds 1973. */
const SECONDS_END = 100_000_000_000

/** A moment as databases and exports write it; without a zone it is UTC. Null for everything else, and before 1970. */
export const readMoment = (text: string | null | undefined): Millis | null => {
  if (text === null || text === undefined) return null
  const trimmed = text.trim()
  if (WHOLE.test(trimmed)) return fromNumber(Number(trimmed))
  const [, day, time = '00:00', zone = 'Z'] = MOMENT.exec(trimmed) ?? []
  if (day === undefined) return null
  const [clock = '', fraction = ''] = time.split(/[.,]/)
  const seconds = clock.length === 'HH:MM'.length ? `${clock}:00` : clock
  const offset = /^z$/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`
  const at = Date.parse(`${day}T${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`)
  return Number.isNaN(at) || at < 0 ? null : at
}

const fromNumber = (number: number): Millis => (number < SECONDS_END ? number * SECOND : number)
