/** What each of the development servers would do to a deployment that trusted it, and what to use there. */
const dangers = {
  provider: {
    danger: 'The development provider lets anyone sign in as anyone',
    remedy: 'Configure a real provider there',
  },
  mailbox: {
    danger: 'The development mailbox shows every message to anyone and delivers none',
    remedy: 'Configure a real mail server there',
  },
} as const

/**
 * Stops whatever runs in production: a deployment that trusted a development server would have no sign-in at all.
 *
 * @throws Error when NODE_ENV is `production`
 */
export const refuseProduction = (server: keyof typeof dangers = 'provider'): void => {
  if (process.env['NODE_ENV'] !== 'production') return
  const { danger, remedy } = dangers[server]
  throw new Error(
    `${danger}, so it refuses to run with NODE_ENV=production. ` +
      `${remedy}, or unset NODE_ENV on a development machine.`,
  )
}
