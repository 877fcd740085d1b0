/**
 * Stops whatever runs in production: here anyone may be anyone, so a deployment that trusted this
 * provider would have no sign-in at all.
 *
 * @throws Error when NODE_ENV is `production`
 */
export const refuseProduction = (): void => {
  if (process.env['NODE_ENV'] !== 'production') return
  throw new Error(
    'The development provider lets anyone sign in as anyone, so it refuses to run with NODE_ENV=production. ' +
      'Configure a real provider there, or unset NODE_ENV on a development machine.',
  )
}
