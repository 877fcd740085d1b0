import { type AdminProvider, AuthError, type SetProviderRequest } from '@latchkey/contract'
import {
  openProviderSecrets,
  type ProviderSecrets,
  sealProviderSecrets,
} from '../../forms/provider-secrets.js'
import type { Roles } from '../../model/roles.js'
import type { Millis } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import { MOST_STORED_PROVIDERS, type StoredProvider } from '../../ports/stored-providers.js'
import type { LiveProviders } from '../../sign-in/social/live-providers.js'
import { openStoredProvider } from '../steps/open-stored-provider.js'
import { checkProviderWish } from './steps/check-provider-wish.js'
import { type DescribeProviderDeps, describeStored } from './steps/describe-provider.js'
import { holdOperator } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'
import { placesOf } from './steps/places-of.js'

export interface SetProviderDeps extends DescribeProviderDeps {
  readonly storage: Transactions
  readonly liveProviders: LiveProviders
  readonly roles: Roles
  readonly clock: Clock
}

/**
 * Sets a provider: people can sign in with it at once here, and within a moment at every other process. A secret that is not given stays, as long as
 * it goes where it went: else whoever may set providers could have the secret of another sent to a place of their own.
 *
 * @throws AuthError `provider_configured`, `changed_meanwhile`, `provider_limit_reached`, `invalid_parameter` with everything that is wrong
 */
export const setProvider = async (
  deps: SetProviderDeps,
  by: Operator,
  { id, wish }: { readonly id: string; readonly wish: SetProviderRequest },
): Promise<AdminProvider> => {
  const { liveProviders } = deps
  const isConfigured = (one: string): boolean =>
    liveProviders.configured.some((provider) => provider.id === one)
  if (isConfigured(id)) throw new AuthError('provider_configured')
  const set = await deps.storage.transaction(async (stores) => {
    await holdOperator(deps, stores, by)
    await stores.storedProviders.holdAll()
    const before = await stores.storedProviders.find(id)
    if ((before?.version ?? 0) !== (wish.version ?? 0)) throw new AuthError('changed_meanwhile')
    // Those of now: of two with one issuer, set at once here or elsewhere, the second finds the first.
    const stored = (await stores.storedProviders.list()).filter((one) => one.id !== id)
    if (before === undefined && stored.length >= MOST_STORED_PROVIDERS)
      throw new AuthError('provider_limit_reached')
    const now = deps.clock.now()
    const secrets = secretsAfter(deps, { before, wish })
    checkProviderWish(deps, { id, ...wish, secrets }, [
      ...liveProviders.configured,
      ...stored
        .filter((one) => one.enabled && !isConfigured(one.id))
        .flatMap((one) => openStoredProvider(deps, one).provider ?? []),
    ])
    const { kind, options, enabled = true } = wish
    const after: StoredProvider = {
      id,
      kind,
      options,
      sealedSecrets: sealProviderSecrets(deps.secrets, { id, kind, options }, secrets),
      secretsSetAt: setAt({ before, wish, secrets, now }),
      enabled,
      version: (before?.version ?? 0) + 1,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    }
    await stores.storedProviders.put(after)
    await noteAct(deps, stores, by, {
      action: 'provider.set',
      target: id,
      detail: { kind, enabled, clientIds: options.clientIds ?? [], secrets: givenIn(wish) },
    })
    return after
  })
  await liveProviders.refresh()
  return describeStored(deps, set)
}

interface Change {
  readonly before: StoredProvider | undefined
  readonly wish: SetProviderRequest
}

const givenIn = ({ secrets = {} }: SetProviderRequest): readonly string[] =>
  Object.entries(secrets).flatMap(([name, value]) => (value === undefined ? [] : [name]))

/** Those of before, and those that are given now. @throws AuthError `invalid_parameter` when one stays that would go elsewhere, or cannot be opened */
const secretsAfter = (deps: SetProviderDeps, { before, wish }: Change): ProviderSecrets => {
  const given = wish.secrets ?? {}
  const staying = Object.keys(before?.secretsSetAt ?? {}).filter((name) => !(name in given))
  if (before === undefined || staying.length === 0) return withoutNulls(given)
  const refuse = (message: string): never => {
    const parameter = `secrets.${staying[0]}`
    throw new AuthError('invalid_parameter', { parameter, issues: [{ parameter, message }] })
  }
  if (placesOf(before) !== placesOf(wish))
    return refuse('Give it again: it was for a provider at another address, and goes nowhere else by itself.')
  try {
    const held = openProviderSecrets(deps.secrets, before)
    return withoutNulls({ ...held, ...given })
  } catch {
    return refuse('Give it again: what is kept cannot be opened with the secrets of this server.')
  }
}

const withoutNulls = (given: Readonly<Record<string, string | null | undefined>>): ProviderSecrets =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined))

const setAt = ({
  before,
  wish,
  secrets,
  now,
}: Change & { readonly secrets: ProviderSecrets; readonly now: Millis }): StoredProvider['secretsSetAt'] =>
  Object.fromEntries(
    (Object.keys(secrets) as (keyof ProviderSecrets)[]).map((name) => [
      name,
      wish.secrets?.[name] === undefined ? (before?.secretsSetAt[name] ?? now) : now,
    ]),
  )
