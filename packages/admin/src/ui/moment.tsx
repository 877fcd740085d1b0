const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

const SECOND = 1000
const UNITS = [
  { unit: 'year', length: 365 * 24 * 3600 * SECOND },
  { unit: 'month', length: 30 * 24 * 3600 * SECOND },
  { unit: 'day', length: 24 * 3600 * SECOND },
  { unit: 'hour', length: 3600 * SECOND },
  { unit: 'minute', length: 60 * SECOND },
] as const

/** `3 hours ago` */
const sayAgo = (moment: string, now: number): string => {
  const passed = Date.parse(moment) - now
  const found = UNITS.find(({ length }) => Math.abs(passed) >= length)
  return found === undefined
    ? relative.format(Math.trunc(passed / SECOND), 'second')
    : relative.format(Math.trunc(passed / found.length), found.unit)
}

/** When something was, as people say it; the whole moment where one points at it. */
export const Moment = ({ at }: { readonly at: string | null }) =>
  at === null ? (
    <span className="quiet">never</span>
  ) : (
    <time dateTime={at} title={full.format(new Date(at))}>
      {sayAgo(at, Date.now())}
    </time>
  )
