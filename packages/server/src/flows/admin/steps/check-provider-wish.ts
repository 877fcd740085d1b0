import { AuthError } from '@latchkey/contract'
import type { MakeProvider, ProviderWish } from '../../../sign-in/social/live-providers.js'
import type { Provider } from '../../../sign-in/social/provider.js'

/**
 * Whether there can be such a provider beside these.
 *
 * @throws AuthError `invalid_parameter` with everything that is wrong, each with what to do
 */
export const checkProviderWish = (
  { makeProvider }: { readonly makeProvider: MakeProvider },
  wish: ProviderWish,
  others: readonly Provider[],
): void => {
  const made = makeProvider(wish)
  const mistakes = made.provider === undefined ? made.mistakes : sharedIssuers(made.provider, others)
  if (mistakes.length === 0) return
  const issues = mistakes.map(({ at, problem, fix }) => ({
    parameter: at,
    message: `${problem.slice(0, 1).toUpperCase()}${problem.slice(1)}. ${fix}`,
  }))
  throw new AuthError('invalid_parameter', { parameter: issues[0]?.parameter, issues })
}

/** By its issuer an ID token is known to be of one provider and no other. */
const sharedIssuers = ({ idTokens }: Provider, others: readonly Provider[]) =>
  others.flatMap((other) =>
    (other.idTokens?.issuers ?? [])
      .filter((issuer) => idTokens?.issuers.includes(issuer) === true)
      .slice(0, 1)
      .map((issuer) => ({
        at: 'options',
        problem: `the issuer ${issuer} is that of ${other.id} already`,
        fix: `Change ${other.id}, or remove it first`,
      })),
  )
