/**
 * The parent's side of the talk is in `server-process.mjs`: it learns the port, asks for the processor time and tells when to stop.
 *
 * @param {number} port
 * @param {() => Promise<void>} stop
 */
export function serveUntilTold(port, stop) {
  process.on('message', async (message) => {
    if (message === 'cpu') {
      const { user, system } = process.cpuUsage()
      process.send?.({ cpu: user + system })
    }
    if (message === 'stop') {
      await stop()
      process.disconnect()
    }
  })
  // A parent that died tells nobody to stop.
  process.once('disconnect', () => process.exit())
  process.send?.({ port })
}
