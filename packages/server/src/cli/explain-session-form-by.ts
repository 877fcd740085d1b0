import { checkRootSecrets } from '../configuration/check-command-options.js'
import { checkExplainOptions } from '../configuration/check-explain-options.js'
import type { LatchkeyOptions } from '../configuration/options.js'
import { type ApiKeyLookup, explainApiKey } from '../explain/explain-api-key.js'
import {
  explainOpaqueToken,
  explainRefreshToken,
  explainSessionCookie,
  type SessionFormLookup,
} from '../explain/explain-session-form.js'
import type { Told } from '../explain/told.js'
import { nodeSecrets } from '../outbound/node-secrets.js'
import { listIn, readMoment, readRequirement, type TypedExplainOptions } from './explain-options.js'
import { withStorageAsItIs } from './with-storage-as-it-is.js'

const EXPLAINERS = {
  refresh_token: explainRefreshToken,
  session_cookie: explainSessionCookie,
  opaque_token: explainOpaqueToken,
  api_key: explainApiKey,
} as const

/** A form that says nothing itself: what stands behind it is in the server's own database. */
export const explainSessionFormBy = (
  { kind, text }: { readonly kind: keyof typeof EXPLAINERS; readonly text: string },
  options: LatchkeyOptions,
  typed: TypedExplainOptions,
): Promise<Told> => {
  const { database, sessionPolicy, apiKeys } = checkExplainOptions(options, process.env)
  const secrets = nodeSecrets(checkRootSecrets(options, process.env))
  const now = readMoment(typed.at)
  return withStorageAsItIs(database, ({ sessions, accounts, clients }) => {
    const ofConfiguration = options.clients?.map(({ id, type }) => ({ id, type })) ?? []
    const lookup: SessionFormLookup & ApiKeyLookup = {
      sessions,
      accounts,
      sessionPolicy,
      now,
      secrets,
      apiKeys,
      requirement: readRequirement(typed),
      audiences: typed.audience === undefined ? undefined : listIn(typed.audience),
      isPublicClient: async (id) =>
        (ofConfiguration.find((client) => client.id === id) ?? (await clients.find(id)))?.type === 'public',
    }
    return EXPLAINERS[kind](lookup, text)
  })
}
