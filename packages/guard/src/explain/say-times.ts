import type { JsonObject } from '../jwt/json-object.js'
import { HOUR, MINUTE, SECOND } from '../time.js'

const DAY = 24 * HOUR

/** The times of a JWT as a person would tell them at this moment. */
export function sayTimes({ iat, nbf, exp }: JsonObject, now: number): string {
  return [
    say(iat, now, {
      past: (span) => `issued ${span} ago`,
      future: (span) => `issued ${span} ahead of the clock here`,
    }),
    say(nbf, now, { past: (span) => `valid since ${span}`, future: (span) => `valid only in ${span}` }),
    say(exp, now, { past: (span) => `expired ${span} ago`, future: (span) => `expires in ${span}` }),
  ]
    .filter((part) => part !== undefined)
    .join(', ')
}

interface Sentences {
  readonly past: (span: string) => string
  readonly future: (span: string) => string
}

const say = (time: unknown, now: number, { past, future }: Sentences): string | undefined => {
  if (typeof time !== 'number' || !Number.isFinite(time)) return undefined
  const difference = time * SECOND - now
  return (difference > 0 ? future : past)(saySpan(Math.abs(difference)))
}

const UNITS = [
  { length: DAY, name: 'day' },
  { length: HOUR, name: 'hour' },
  { length: MINUTE, name: 'minute' },
  { length: SECOND, name: 'second' },
] as const

/** Whoever wrote the token may have written milliseconds where seconds belong. */
const LONGEST = 1_000_000 * DAY

/** @param span milliseconds */
const saySpan = (span: number): string => {
  if (span > LONGEST) return 'thousands of years'
  const { length, name } = UNITS.find((unit) => span >= 2 * unit.length) ?? { length: SECOND, name: 'second' }
  const count = Math.round(span / length)
  return `${count} ${name}${count === 1 ? '' : 's'}`
}
