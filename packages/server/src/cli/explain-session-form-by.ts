import { checkRootSecrets } from '../configuration/check-command-options.js'
import { checkExplainOptions } from '../configuration/check-explain-options.js'
import type { LatchkeyOptions } from '../configuration/options.js'
import {
  explainOpaqueToken,
  explainRefreshToken,
  explainSessionCookie,
  type SessionFormLookup,
} from '../explain/explain-session-form.js'
import type { Told } from '../explain/told.js'
import { nodeSecrets } from '../outbound/node-secrets.js'
import { readMoment, type TypedExplainOptions } from './explain-options.js'
import { withStorageAsItIs } from './with-storage-as-it-is.js'

const EXPLAINERS = {
  refresh_token: explainRefreshToken,
  session_cookie: explainSessionCookie,
  opaque_token: explainOpaqueToken,
} as const

/** A form that says nothing itself: what stands behind it is in the server's own database. */
export const explainSessionFormBy = (
  { kind, text }: { readonly kind: keyof typeof EXPLAINERS; readonly text: string },
  options: LatchkeyOptions,
  typed: TypedExplainOptions,
): Promise<Told> => {
  const { database, sessionPolicy } = checkExplainOptions(options, process.env)
  const secrets = nodeSecrets(checkRootSecrets(options, process.env))
  const now = readMoment(typed.at)
  return withStorageAsItIs(database, ({ sessions, accounts, clients }) => {
    const ofConfiguration = options.clients?.map(({ id, type }) => ({ id, type })) ?? []
    const lookup: SessionFormLookup = {
      sessions,
      accounts,
      sessionPolicy,
      now,
      secrets,
      isPublicClient: async (id) =>
        (ofConfiguration.find((client) => client.id === id) ?? (await clients.find(id)))?.type === 'public',
    }
    return EXPLAINERS[kind](lookup, text)
  })
}
