import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = '.latchkey'

/** Where logs are by themselves: what the guards of this folder refused, and what `npm start` writes down. */
export const logFiles = (folder = FOLDER): readonly string[] => {
  const logs = join(folder, 'logs')
  const candidates = [
    join(folder, 'refusals.ndjson'),
    join(folder, 'refusals.ndjson.1'),
    ...namesIn(logs).map((name) => join(logs, name)),
  ]
  return candidates.filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
}

/** Where that is, for whoever finds nothing there. */
export const LOG_PLACES = [`${FOLDER}/refusals.ndjson`, `${FOLDER}/logs/*`] as const

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).toSorted()
  } catch {
    return []
  }
}
