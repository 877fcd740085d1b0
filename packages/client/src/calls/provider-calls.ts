import { paths, type SignInNonce } from '@latchkey/contract'
import type { ClientParts } from '../connect-parts.js'
import type { LatchkeyClient } from '../latchkey-client.js'
import { LatchkeyError } from '../latchkey-error.js'
import { expectAddress, expectIdentities, expectProviders } from '../wire/expect-answer.js'
import { changeSession } from './change-session.js'
import { readCallback } from './read-callback.js'

type ProviderCalls<Profile> = Pick<
  LatchkeyClient<Profile>,
  | 'listProviders'
  | 'signInLink'
  | 'beginSignIn'
  | 'finishSignIn'
  | 'readSignInNonce'
  | 'signInWithIdToken'
  | 'listIdentities'
  | 'beginLinking'
  | 'unlinkIdentity'
>

/** Coming in through Google, GitHub and the rest, and what is linked to the account. */
export const providerCalls = <Profile>(parts: ClientParts<Profile>): ProviderCalls<Profile> => {
  const { calls, door } = parts
  const { open, whoIsShown } = changeSession(parts)
  // What a provider sends somebody back with is good once, and frameworks mount a page twice in development.
  const finished = new Map<string, Promise<void>>()

  return {
    listProviders: async () => expectProviders(await calls.get(paths.signIn)),
    signInLink: (provider, { returnTo, remember } = {}) => {
      const query = new URLSearchParams({
        ...(returnTo !== undefined && { returnTo }),
        ...(remember === true && { remember: 'true' }),
      }).toString()
      return door.address.urlOf(below(paths.signIn, provider) + (query && `?${query}`))
    },
    beginSignIn: async (provider, body = {}) =>
      expectAddress(await calls.send({ method: 'POST', path: below(paths.signIn, provider), body })),
    finishSignIn: (provider, search) => {
      const path = below(paths.callback, provider)
      const key = `${path}${search}`
      const earlier = finished.get(key)
      if (earlier !== undefined) return earlier
      const finishing = readCallback(search).then((body) => open(path, body))
      finished.set(key, finishing)
      finishing.catch((error: unknown) => {
        // It may never have arrived: then it is still good.
        if (error instanceof LatchkeyError && error.code === 'unreachable') finished.delete(key)
      })
      return finishing
    },
    readSignInNonce: async (provider) => {
      const path = `${below(paths.signIn, provider)}/nonce`
      // Only the server relies on it.
      return (await calls.send({ method: 'POST', path, body: {} })) as unknown as SignInNonce
    },
    signInWithIdToken: (provider, input) => open(`${below(paths.signIn, provider)}/id-token`, input),
    listIdentities: async () => expectIdentities(await calls.get(paths.accountIdentities)),
    beginLinking: async (provider, body = {}) => {
      const path = below(paths.accountIdentities, provider)
      return expectAddress(await calls.send({ method: 'POST', path, body, isMeantFor: whoIsShown() }))
    },
    unlinkIdentity: async (id) => {
      const path = below(paths.accountIdentities, id)
      return expectIdentities(await calls.send({ method: 'DELETE', path, isMeantFor: whoIsShown() }))
    },
  }
}

const below = (path: string, name: string): string => `${path}/${encodeURIComponent(name)}`
