import { AuthError, type ProviderTest } from '@latchkey/contract'
import type { Roles } from '../../model/roles.js'
import type { Clock } from '../../ports/clock.js'
import type { ProviderProbe } from '../../ports/provider-probe.js'
import type { Transactions } from '../../ports/storage.js'
import type { StoredProviders } from '../../ports/stored-providers.js'
import type { LiveProviders } from '../../sign-in/social/live-providers.js'
import type { Provider } from '../../sign-in/social/provider.js'
import { openStoredProvider } from '../steps/open-stored-provider.js'
import { type DescribeProviderDeps, redirectUriOf } from './steps/describe-provider.js'
import { holdOperator } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface TestProviderDeps extends DescribeProviderDeps {
  readonly liveProviders: Pick<LiveProviders, 'configured'>
  readonly storedProviders: Pick<StoredProviders, 'find'>
  readonly providerProbe: ProviderProbe
  readonly storage: Transactions
  readonly roles: Roles
  readonly clock: Clock
}

/**
 * Asks a provider all that can be found out without a person: whether it is there, who it says it is, its keys, and whether it knows this client and
 * its secret. One that is not enabled, too.
 *
 * @throws AuthError `target_unknown`, `sign_in_unavailable` for one that cannot be made out of what is kept
 */
export const testProvider = async (
  deps: TestProviderDeps,
  by: Operator,
  id: string,
): Promise<ProviderTest> => {
  const provider = await findAny(deps, id)
  const { codeFlow, idTokens } = provider
  const [issuer] = idTokens?.issuers ?? []
  const checks = await deps.providerProbe.probe({
    client: codeFlow,
    issuer: codeFlow?.server.kind === 'discovered' ? codeFlow.server.issuer : issuer,
    jwksUri: idTokens?.jwksUri,
    hasIdTokens: idTokens !== undefined,
    onlyPublic: (codeFlow?.server.onlyPublic ?? idTokens?.onlyPublic) === true,
    redirectUri: redirectUriOf(deps, id),
  })
  await deps.storage.transaction(async (stores) => {
    await holdOperator(deps, stores, by)
    const failed = checks.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)
    await noteAct(deps, stores, by, { action: 'provider.tested', target: id, detail: { failed } })
  })
  return { checks }
}

const findAny = async (deps: TestProviderDeps, id: string): Promise<Provider> => {
  const configured = deps.liveProviders.configured.find((provider) => provider.id === id)
  if (configured !== undefined) return configured
  const stored = await deps.storedProviders.find(id)
  if (stored === undefined) throw new AuthError('target_unknown')
  const opened = openStoredProvider(deps, stored)
  if (opened.provider === undefined) throw new AuthError('sign_in_unavailable', { detail: opened.problem })
  return opened.provider
}
