import { type AccessTokenRules, createAccessTokens } from './grants/access-tokens.js'
import { createAuthorizationCodes } from './grants/authorization-codes.js'
import { createExpiringStore } from './grants/expiring-store.js'
import { pathPrefixOf } from './http/path-prefix-of.js'
import { createSwitchboard } from './misbehaviour/switchboard.js'
import type { SwitchName } from './misbehaviour/switches.js'
import { createPeopleDirectory } from './people/people-directory.js'
import type { PersonKind } from './people/person-kind.js'
import { HOUR } from './time.js'
import type { Twin } from './twin.js'

/** What makes a twin the twin of one provider and not of another. */
export interface TwinPlan<P>
  extends Pick<Twin<P>, 'name' | 'url' | 'now' | 'clients' | 'requestRules' | 'answerRules'> {
  readonly cast: readonly P[]
  readonly personKind: PersonKind<P>
  readonly accessTokenRules: AccessTokenRules
  readonly switchNames: readonly SwitchName[]
}

const PENDING_SIGN_INS = { lifetime: HOUR, capacity: 1_000 }

/** Gives a plan its memory: nobody has signed in, and nothing misbehaves. */
export const createTwin = <P>(plan: TwinPlan<P>): Twin<P> => {
  const { name, url, now, clients, requestRules, answerRules, cast, personKind } = plan
  return {
    name,
    url,
    choosePath: `${pathPrefixOf(url)}/choose`,
    now,
    clients,
    requestRules,
    answerRules,
    people: createPeopleDirectory(cast, personKind, url),
    pendingSignIns: createExpiringStore({ ...PENDING_SIGN_INS, now }),
    codes: createAuthorizationCodes(now),
    accessTokens: createAccessTokens(plan.accessTokenRules, now),
    switches: createSwitchboard(plan.switchNames),
  }
}
