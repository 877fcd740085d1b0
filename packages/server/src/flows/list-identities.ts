import type { IdentityList } from '@latchkey/contract'
import type { UserId } from '../model/ids.js'
import { toMoment } from '../model/time.js'
import type { Accounts } from '../ports/accounts.js'
import type { Secrets } from '../ports/secrets.js'
import { type Providers, providerName } from '../sign-in/social/provider.js'
import { identityId } from './steps/identity-id.js'

export interface ListIdentitiesDeps {
  readonly accounts: Pick<Accounts, 'listIdentities'>
  readonly providers: Providers
  readonly secrets: Secrets
}

/** The accounts elsewhere with which a user can sign in. */
export const listIdentities = async (
  { accounts, providers, secrets }: ListIdentitiesDeps,
  userId: UserId,
): Promise<IdentityList> => ({
  identities: (await accounts.listIdentities(userId)).map((identity) => ({
    id: identityId(secrets, identity),
    provider: identity.provider,
    providerName: providerName(providers(), identity.provider),
    name: identity.name,
    email: identity.email,
    createdAt: toMoment(identity.createdAt),
    lastUsedAt: toMoment(identity.lastUsedAt),
  })),
})
