import { createServer } from 'node:http'
import { listenerOf } from './listener-of.js'
import { openDatabase } from './open-database.js'
import { readSettings } from './read-settings.js'

const settings = readSettings(process.env)
const { TODO_API_HOST: host, TODO_API_PORT: port, TODO_API_FRAMEWORK: framework } = settings

const database = openDatabase(settings.TODO_DATABASE)
const server = createServer(await listenerOf(settings, database))
server.listen(port, host, () =>
  console.log(`The todo API listens on http://${host}:${port}, by ${framework}`),
)

/** Answers what it has begun to answer, then closes the file. */
function stop(): void {
  server.close(() => database.close())
}
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
