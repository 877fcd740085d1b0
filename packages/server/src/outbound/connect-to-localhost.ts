import { connect, type Socket } from 'node:net'

/** What nodemailer hands over when it wants a connection. */
interface Place {
  readonly port?: number | undefined
  readonly secure?: boolean | undefined
}
type Answer = (error: Error | null, connected?: { connection: Socket }) => void

/**
 * Connects to whatever address `localhost` has on this machine. nodemailer would ask the name server of the network for it, and
 * such a name is not to leave the machine (RFC 6761 §6.3).
 */
export const connectToLocalhost = ({ port, secure = false }: Place, answer: Answer): void => {
  const connection = connect({ host: 'localhost', port: port ?? (secure ? 465 : 25) })
  connection.once('error', answer)
  connection.once('connect', () => {
    connection.off('error', answer)
    answer(null, { connection })
  })
}
