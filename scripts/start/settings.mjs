import { isAbsolute, join } from 'node:path'

/** What can be moved by environment: one port a service, and the folder that keeps the data. */
const defaultPorts = {
  NEXT_APP_PORT: 3000,
  VUE_APP_PORT: 5173,
  LATCHKEY_PORT: 4000,
  DEV_PROVIDER_PORT: 4400,
  DEV_MAILBOX_PORT: 4500,
  TODO_API_PORT: 8000,
}

/**
 * Reads the settings of `npm start`, or throws one message that names every variable that is wrong.
 *
 * @param {string} root the folder of the repository
 * @param {NodeJS.ProcessEnv} environment
 * @param {string[]} flags `--dev`: the Next.js app shows changes of its sources at once
 */
export function readSettings(root, environment, flags) {
  const ports = Object.fromEntries(
    Object.entries(defaultPorts).map(([name, usual]) => [
      name,
      environment[name] ? Number(environment[name]) : usual,
    ]),
  )
  const problems = Object.entries(ports)
    .filter(([, port]) => !Number.isInteger(port) || port < 1 || port > 65_535)
    .map(([name]) => `${name} is "${environment[name]}": it must be a port, 1 to 65535.`)

  const names = Object.keys(ports)
  for (const [index, name] of names.entries()) {
    const twin = names.slice(0, index).find((earlier) => ports[earlier] === ports[name])
    if (twin) problems.push(`${twin} and ${name} are both ${ports[name]}: each service needs its own port.`)
  }
  for (const flag of flags)
    if (flag !== '--dev') problems.push(`"${flag}" is not understood. There is --dev.`)
  if (problems.length > 0) throw new StartRefused(problems.join('\n'))

  const data = environment.LATCHKEY_DATA ?? '.latchkey'
  const folder = isAbsolute(data) ? data : join(root, data)
  const database = environment.LATCHKEY_DATABASE ?? `sqlite:${join(folder, 'latchkey.db')}`
  const hostedPages = environment.HOSTED_PAGES === 'true'
  return { root, ports, dev: flags.includes('--dev'), data: folder, database, hostedPages }
}

/** A start that cannot work, with what to do about it. Anything else that is thrown is a bug. */
export class StartRefused extends Error {}
