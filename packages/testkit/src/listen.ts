import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Where to listen. */
export interface Place {
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
}

/** A socket that is bound, and answers nothing until something listens to its requests. */
export interface BoundServer {
  readonly server: Server
  readonly url: string
}

/** Says what to do about a place that cannot be had. @param who `The development provider` */
export const explainListenError = (
  error: NodeJS.ErrnoException,
  { host, port }: Place,
  who: string,
): Error => {
  const reasons: Record<string, string> = {
    EADDRINUSE: 'Something else listens there already. Stop it, or choose another port.',
    EACCES: 'This user may not listen on that port. Choose one above 1023.',
    ENOTFOUND: 'The host name does not resolve on this machine. Use localhost.',
  }
  const reason = reasons[error.code ?? ''] ?? error.message
  return new Error(`${who} cannot listen on ${host} port ${port}. ${reason}`, {
    cause: error,
  })
}

/** @throws Error that says what to do when the place cannot be had */
export const listen = (place: Place, who = 'The development provider'): Promise<BoundServer> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => reject(explainListenError(error, place, who)))
    server.listen(place.port, place.host, () => {
      const { port } = server.address() as AddressInfo
      const host = place.host.includes(':') ? `[${place.host}]` : place.host
      resolve({ server, url: `http://${host}:${port}` })
    })
  })
