import { DAY, HOUR, MINUTE, type Millis, SECOND } from '../model/time.js'

const UNITS: readonly (readonly [names: RegExp, length: Millis])[] = [
  [/^(ms|millis|milliseconds?)?$/, 1],
  [/^(s|secs?|seconds?)$/, SECOND],
  [/^(m|mins?|minutes?)$/, MINUTE],
  [/^(h|hrs?|hours?)$/, HOUR],
  [/^(d|days?)$/, DAY],
  [/^(w|weeks?)$/, 7 * DAY],
]

/** The milliseconds somebody meant who wrote `10m` or `2 days`; undefined when that cannot be told. */
export const guessMilliseconds = (text: string): Millis | undefined => {
  const [, amount, unit = ''] = /^\s*(\d{1,12}(?:\.\d{1,6})?)\s*([a-z]*)\s*$/i.exec(text) ?? []
  const length = UNITS.find(([names]) => names.test(unit.toLowerCase()))?.[1]
  return amount === undefined || length === undefined ? undefined : Math.round(Number(amount) * length)
}

/** As it is written in a program: `600_000`. */
export const writeMilliseconds = (millis: Millis): string =>
  String(millis).replaceAll(/\B(?=(?:\d{3})+$)/g, '_')
