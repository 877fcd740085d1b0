import { type FormerTokenKind, formerTokenHash, formerTokenKey } from '../../../forms/former-token.js'
import { DJANGO_CLIENT } from '../../../model/client.js'
import type { DjangoAccount } from '../../../model/django-account.js'
import { LONG_AGO } from '../../../model/identity.js'
import { parseDjangoId } from '../../../model/ids.js'
import { usualScopes } from '../../../model/scope.js'
import { livenessOf, type Session } from '../../../model/session.js'
import type { DjangoAccounts } from '../../../ports/django-accounts.js'
import type { FormerToken, FormerTokens } from '../../../ports/former-tokens.js'
import type { Sessions } from '../../../ports/sessions.js'
import type { SpentProofs } from '../../../ports/spent-proofs.js'
import { noteSignIn } from '../../steps/note-own-act.js'
import { openSession } from '../../steps/open-session.js'
import type { OpenDjangoSessionDeps } from './open-django-session.js'

export interface FindFormerSessionDeps extends OpenDjangoSessionDeps {
  readonly formerTokens: FormerTokens
  readonly sessions: Pick<Sessions, 'findOpaque'>
  readonly djangoAccounts: Pick<DjangoAccounts, 'findById'>
}

/** Which tokens of the former backend will do, and how long a session they open may live. */
export interface FormerTokenRules {
  readonly kind: FormerTokenKind
  /** Undefined: as long as the token. */
  readonly limits?: { readonly lifetime: number; readonly idleLimit: number }
}

/**
 * A JWT that a former backend signed → its session, opened at first sight: from then on it ends like any other, and the token
 * with it. Whether the session still opens anything is for the caller to see.
 *
 * @returns undefined when it is none, or one that the former backend had taken back
 */
export const findFormerSession = async (
  deps: FindFormerSessionDeps,
  text: string,
  rules: FormerTokenRules,
): Promise<Session | undefined> => {
  const hash = formerTokenHash(deps.secrets, rules.kind, text)
  if (hash === undefined) return undefined
  // One that was seen before needs no key of the former backend any more.
  const known = await deps.sessions.findOpaque(hash)
  if (known !== undefined) return known
  const read = await readFormerToken(deps, text, rules.kind)
  if (read === undefined) return undefined
  const opened = await open(deps, read, { hash, rules })
  // Of requests that show it in the same moment one opens the session; the others find it.
  return opened ?? (await deps.sessions.findOpaque(hash))
}

interface ReadToken {
  readonly token: FormerToken
  readonly account: DjangoAccount
}

/** Whose it is, while nothing ended what they held; the log says why not, for nobody is to be logged out by a cut-over unawares. */
const readFormerToken = async (
  { formerTokens, djangoAccounts, log }: FindFormerSessionDeps,
  text: string,
  kind: FormerTokenKind,
): Promise<ReadToken | undefined> => {
  const refuse = (reason: string): undefined => {
    log.info('former token refused', { reason })
  }
  const token = await formerTokens.read(text)
  if (token === undefined) return undefined
  if ('refused' in token) return refuse(token.refused)
  if (kindOf(token) !== kind) return refuse(`its kind is ${kindOf(token)}, not ${kind}`)
  const id = parseDjangoId(token.userId)
  const account = id && (await djangoAccounts.findById(id))
  if (account === undefined) return refuse('nobody here has its primary key')
  if (account.formerEndedAt !== null) return refuse('what its person held in the former backend has ended')
  return { token, account }
}

const kindOf = ({ type }: FormerToken): FormerTokenKind => type ?? 'page'

const open = async (
  deps: FindFormerSessionDeps,
  { token, account }: ReadToken,
  { hash, rules }: { readonly hash: string; readonly rules: FormerTokenRules },
): Promise<Session | undefined> => {
  const session = await deps.storage.transaction(async (stores) => {
    const isFirstSight = await stores.spentProofs.consumeOnce(
      formerTokenKey(token.jti ?? hash),
      token.expiresAt,
    )
    const user = await stores.accounts.hold(account.userId)
    // Held, so that nobody ends all sessions of the user while this one is being opened.
    const still = await stores.djangoAccounts.hold(account.userId)
    if (!isFirstSight || user === undefined || user.suspendedAt !== null || still?.formerEndedAt !== null)
      return undefined
    const lifetime = token.expiresAt - deps.clock.now()
    const limits = rules.limits ?? { lifetime, idleLimit: lifetime }
    const opened = await openSession(
      { ...deps, sessions: stores.sessions },
      {
        user,
        clientId: DJANGO_CLIENT,
        scopes: usualScopes(deps.scopes),
        audience: deps.audiences[0],
        // The former backend does not say how or when.
        proof: { amr: [], authenticatedAt: LONG_AGO },
        opaque: { hash, ...limits },
      },
    )
    const caller = { client: DJANGO_CLIENT, network: undefined, userAgent: undefined }
    await noteSignIn(deps, stores, { session: opened, caller, by: 'former backend' })
    return opened
  })
  if (session === undefined)
    deps.log.info('former token refused', { reason: 'it was taken back, or used already' })
  else
    deps.log.info('session opened', {
      user: session.userId,
      session: session.id,
      provider: 'former backend',
    })
  return session
}

/** Whether a JWT that a former backend signed opens anything: nothing is opened, and nothing spent, by asking. */
export const isFormerTokenGood = async (
  deps: FindFormerSessionDeps & { readonly spentProofs: Pick<SpentProofs, 'isSpent'> },
  text: string,
  kind: FormerTokenKind,
): Promise<boolean> => {
  const hash = formerTokenHash(deps.secrets, kind, text)
  if (hash === undefined) return false
  const known = await deps.sessions.findOpaque(hash)
  if (known !== undefined) return livenessOf(known, deps.sessionPolicy, deps.clock.now()) === 'live'
  const read = await readFormerToken(deps, text, kind)
  return read !== undefined && !(await deps.spentProofs.isSpent(formerTokenKey(read.token.jti ?? hash)))
}
