import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartRefused } from './settings.mjs'

const NAMES = ['LATCHKEY_SECRET', 'NEXT_APP_SECRET', 'AUTH_SECRET']

/**
 * The secrets this machine's services share: made at the first start, found again at every later one.
 * They never leave the data folder except into the environment of the services.
 *
 * @param {string} data the data folder
 * @returns {Record<string, string>}
 */
export function keepSecrets(data) {
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const file = join(data, 'secrets.json')
  const secrets = readSecrets(file)
  const missing = NAMES.filter((name) => !secrets[name])
  if (missing.length === 0) return secrets
  for (const name of missing) secrets[name] = randomBytes(32).toString('base64url')
  writeFileSync(file, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 })
  chmodSync(file, 0o600) // The mode above only counts for a file that is new.
  return secrets
}

function readSecrets(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return {}
    // Making new ones would make the sealed signing keys in the database unreadable.
    throw new StartRefused(
      `${file} cannot be read (${error.message}). Repair it, or delete the whole folder to start afresh.`,
    )
  }
}
