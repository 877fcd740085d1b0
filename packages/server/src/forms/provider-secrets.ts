import type { ProviderSecretName } from '@latchkey/contract'
import type { Secrets } from '../ports/secrets.js'
import type { StoredProvider } from '../ports/stored-providers.js'

const PURPOSE = 'stored-provider'

/** The secrets of a provider that an operator set. */
export type ProviderSecrets = Readonly<Partial<Record<ProviderSecretName, string>>>

/** What they are for: where they are sent follows from it. */
type Bound = Pick<StoredProvider, 'id' | 'kind' | 'options'>

/** What they are for is sealed in, so that whoever can write to the table can have them sent nowhere else. */
export const sealProviderSecrets = (
  secrets: Secrets,
  { id, kind, options }: Bound,
  held: ProviderSecrets,
): string => secrets.seal(PURPOSE, JSON.stringify({ bound: boundTo({ id, kind, options }), held }))

/** @throws Error when they were sealed under another secret, were changed, or are for something else */
export const openProviderSecrets = (
  secrets: Secrets,
  { sealedSecrets, ...bound }: Bound & Pick<StoredProvider, 'sealedSecrets'>,
): ProviderSecrets => {
  const opened = JSON.parse(secrets.open(PURPOSE, sealedSecrets)) as { bound: string; held: ProviderSecrets }
  if (opened.bound === boundTo(bound)) return opened.held
  throw new Error('the secrets of a provider are those of another one')
}

const boundTo = ({ id, kind, options }: Bound): string =>
  JSON.stringify([id, kind, Object.entries(options).sort(([one], [other]) => (one < other ? -1 : 1))])
