import pg from 'pg'
import { SECOND } from '../../../model/time.js'

/** Short enough that a broken line costs a moment, long enough that a database that is down is not run over. */
const RECONNECT_PAUSE = 1 * SECOND

/**
 * Listens on a connection of its own, opened again when it breaks; each time it opens it wakes too, for what was said meanwhile.
 *
 * @returns what stops it
 */
export const listenOn = async (
  url: string,
  channel: string,
  wake: () => void,
): Promise<() => Promise<void>> => {
  let stopped = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined

  const again = (broken: pg.Client): void => {
    if (stopped || client !== broken) return
    client = undefined
    void broken.end().catch(() => {})
    timer = setTimeout(() => void open(), RECONNECT_PAUSE)
    timer.unref()
  }

  const open = async (): Promise<void> => {
    const opened = new pg.Client({
      connectionString: url,
      application_name: 'latchkey listen',
      keepAlive: true,
      connectionTimeoutMillis: 5 * SECOND,
    })
    client = opened
    opened.on('error', () => again(opened))
    opened.on('end', () => again(opened))
    opened.on('notification', wake)
    try {
      await opened.connect()
      await opened.query(`listen ${channel}`)
      wake()
    } catch {
      again(opened)
    }
  }

  await open()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await client?.end().catch(() => {})
  }
}
