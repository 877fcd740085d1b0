#!/usr/bin/env node
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './start/build.mjs'
import { checkInstallation } from './start/check-installation.mjs'
import { checkPorts } from './start/check-ports.mjs'
import { keepSecrets } from './start/keep-secrets.mjs'
import { oneAtATime } from './start/one-at-a-time.mjs'
import { printSummary } from './start/print-summary.mjs'
import { describeServices } from './start/services.mjs'
import { readSettings, StartRefused } from './start/settings.mjs'
import { createSupervisor, EndRequested } from './start/supervisor.mjs'
import { waitUntilReady } from './start/wait-until-ready.mjs'
import { watchStarter } from './start/watch-starter.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const supervisor = createSupervisor()
const say = (line) => console.log(line)

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, supervisor.askToEnd)
watchStarter(process.env, supervisor.askToEnd)

/** Waits for the link that Latchkey prints while it has no operator: a link in a log file is a link nobody opens. */
function lookForOffer() {
  let tell = () => {}
  const found = new Promise((resolve) => {
    tell = resolve
  })
  return {
    found,
    look: (line) => {
      const [link] = /https?:\S+\/admin\/first-operator#token=\S+/.exec(line) ?? []
      if (link !== undefined) tell(link)
    },
  }
}

/** `npm start`: the whole example stack on this machine, without an account or a database server anywhere. */
async function start() {
  checkInstallation(root)
  const settings = readSettings(root, process.env, process.argv.slice(2))
  await checkPorts(settings.ports)
  const secrets = keepSecrets(settings.data)
  await oneAtATime(join(root, 'node_modules/.cache/latchkey-build.lock'), () =>
    build(settings, supervisor.finish, say),
  )

  const services = describeServices(settings, secrets)
  const logs = join(settings.data, 'logs')
  const offer = lookForOffer()
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  for (const service of services) {
    const logFile = join(logs, `${service.name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.log`)
    if (service.command) supervisor.keep({ ...service, logFile, onLine: offer.look })
  }
  await Promise.all(
    services.map(async ({ name, readyAt }) => {
      await waitUntilReady(readyAt, supervisor.over)
      say(`✓ ${name}`)
    }),
  )
  printSummary(services, settings.data, logs)
  void offer.found.then((link) =>
    say(
      `Nobody manages this service yet. Open this within an hour to become its first operator:\n  ${link}\n`,
    ),
  )
  if (!supervisor.over.aborted)
    await new Promise((resolve) => supervisor.over.addEventListener('abort', resolve))
  throw supervisor.over.reason
}

try {
  await start()
} catch (error) {
  if (error instanceof EndRequested) say('\nStopping … Ctrl-C once more stops everything at once.')
  else {
    process.exitCode = 1
    console.error(error instanceof StartRefused ? `\n${error.message}\n` : error)
  }
} finally {
  await supervisor.stopAll()
}
