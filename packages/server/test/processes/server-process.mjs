// One server process of a test. Its argument is JSON: the options of Latchkey, and the issuer of the development provider.
import { createLatchkey, google, listen } from '../../dist/index.js'

const { providerIssuer, ...options } = JSON.parse(process.argv[2])
const latchkey = await createLatchkey({
  ...options,
  logLevel: 'silent',
  providers: [
    google({
      clientIds: ['latchkey-development'],
      issuer: providerIssuer,
      backChannelLogout: true,
      securityEvents: {},
    }),
  ],
})
const listening = await listen(latchkey.fetch, { port: 0, host: '127.0.0.1', ownsProcess: true })

const stop = async () => {
  await listening.close()
  await latchkey.close()
  process.exit(0)
}
process.on('SIGTERM', stop)
// The test is gone, and so is the reason to be here.
process.on('disconnect', stop)
process.send({ port: listening.port })
