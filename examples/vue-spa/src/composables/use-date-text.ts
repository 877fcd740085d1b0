const format = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/** Writes a moment of the server's (ISO 8601) in the time zone of the person. */
export function useDateText(): (moment: string) => string {
  return (moment) => format.format(new Date(moment))
}
