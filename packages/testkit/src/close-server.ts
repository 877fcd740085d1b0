import type { Server } from 'node:http'

/** Stops listening and drops open connections. Closing twice is fine. */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
