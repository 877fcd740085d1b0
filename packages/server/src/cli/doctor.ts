import type { LatchkeyOptions } from '../configuration/options.js'
import type { Settings } from '../configuration/settings.js'
import { checkApi } from '../doctor/check-api.js'
import { checkConfiguration } from '../doctor/check-configuration.js'
import { deployedChecks } from '../doctor/deployed-checks.js'
import type { Deployment } from '../doctor/deployment.js'
import { localChecks } from '../doctor/local-checks.js'
import { type ReadyCheck, runChecks } from '../doctor/run-checks.js'
import { CommandError } from './command-error.js'
import { readAppOrigins, readTarget, type TypedDoctorOptions } from './doctor-options.js'
import { explainDatabaseFailure } from './explain-database-failure.js'
import { loadConfig } from './load-config.js'
import { openStored } from './open-stored.js'
import { sayFindings } from './say-findings.js'

/** `latchkey doctor`: looks at a configuration, and at what is deployed. Sets the exit status: 1 where something is wrong. */
export const doctor = async (typed: TypedDoctorOptions): Promise<void> => {
  process.exitCode = 2
  const options = await loadConfig(typed.config)
  const url = readTarget('--url', typed.url)
  const api = readTarget('--api', typed.api)
  const isConfigured = hasConfiguration(options)
  if (!isConfigured && url === undefined && api === undefined)
    throw new CommandError(
      'There is nothing to look at.',
      'Run this where latchkey.config.ts is, or name what is deployed: --url https://auth.example.com',
    )
  const { findings, settings } = isConfigured
    ? checkConfiguration(options, process.env)
    : { findings: [], settings: undefined }
  const deployment = deploymentOf(url, settings, readAppOrigins(typed.app))
  const checks: readonly ReadyCheck[] = [
    ...(isConfigured
      ? localChecks({
          options,
          environment: process.env,
          settings,
          testRecipient: typed.sendTestMail,
          explainFailure: explainDatabaseFailure,
          openStored,
        })
      : []),
    ...(url === undefined ? [] : deployedChecks({ ...deployment, url })),
    ...(api === undefined
      ? []
      : [
          {
            name: 'API',
            run: () =>
              checkApi({ url: api, apps: deployment.apps, issuer: settings?.issuer ?? issuerAt(url) }),
          },
        ]),
  ]
  const found = [...findings, ...(await runChecks(checks))]
  console.log(
    sayFindings(found, { json: typed.json, wasDeployedLookedAt: url !== undefined || api !== undefined }),
  )
  process.exitCode = found.some(({ severity }) => severity === 'error') ? 1 : 0
}

const hasConfiguration = (options: LatchkeyOptions): boolean =>
  Object.keys(options).length > 0 ||
  ['LATCHKEY_ISSUER', 'LATCHKEY_SECRET', 'LATCHKEY_DATABASE'].some((name) => process.env[name])

const issuerAt = (url: URL | undefined): string | undefined => url?.href.replace(/\/+$/, '')

const deploymentOf = (
  url: URL | undefined,
  settings: Settings | undefined,
  apps: readonly string[],
): Omit<Deployment, 'url'> => {
  const issuer = settings?.issuer ?? issuerAt(url) ?? ''
  const browser = settings?.browserDoor?.browser
  return {
    issuer,
    // What is deployed elsewhere than the configuration says is looked at where it was named.
    home: browser !== undefined && issuerAt(url) === issuer ? browser.home : (issuerAt(url) ?? issuer),
    apps: apps.length > 0 ? apps : (browser?.apps ?? []),
    trustedProxies: settings?.trustedProxies,
    hasBrowserDoor: settings === undefined ? undefined : browser !== undefined,
  }
}
