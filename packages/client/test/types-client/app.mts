// An app without NextAuth, whose users have a profile.
import { type ClientState, createLatchkeyClient, LatchkeyError, readSessionState } from '@latchkey/client'
import { LatchkeyProvider, SignedIn, useLatchkey, useSession, useUser } from '@latchkey/client/react'
import {
  createLatchkeyPlugin,
  requireSignIn,
  safeReturnTo,
  useUser as useVueUser,
} from '@latchkey/client/vue'
import { createElement } from 'react'
import { createApp } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

interface Profile {
  readonly company: string
  readonly newsletter: { readonly wanted: boolean }
}

const client = createLatchkeyClient<Profile>({ baseUrl: '/auth' })
const state: ClientState<Profile> = client.getState()
if (state.status === 'signed_in') state.user.profile.company.toUpperCase()
// @ts-expect-error nobody may be signed in
state.user
client.subscribe(() => undefined)()
await client.signIn({ email: 'a@example.com', password: 'x', remember: true })
await client.confirmSignUp({ code: '123456' })
await client.confirmSignUp({ token: 'lkvt_', password: 'x' })
// @ts-expect-error a misspelt field
await client.signIn({ mail: 'a@example.com', password: 'x' })
// @ts-expect-error the code or the token
await client.confirmSignUp({})
const account = await client.updateAccount({ name: null, profile: { company: 'Analytical Engines' } })
account.user.profile.newsletter.wanted satisfies boolean
const [first] = await client.listProviders()
client.signInLink(first?.id ?? 'google', { returnTo: '/todos', remember: true }) satisfies string
// @ts-expect-error a plain link comes back to Latchkey
client.signInLink('google', { redirectUri: '/callback' })
const address: string = await client.beginSignIn('google', {
  redirectUri: 'https://app.example.com/callback',
})
await client.finishSignIn('google', new URL(address).search)
const { nonce } = await client.readSignInNonce('google')
nonce satisfies string
// @ts-expect-error without the token
await client.signInWithIdToken('google', { remember: true })
// @ts-expect-error linking is remembered by nobody
await client.beginLinking('github', { remember: true })
const [identity] = await client.listIdentities()
if (identity) (await client.unlinkIdentity(identity.id)).map(({ providerName }) => providerName)
await client.fetch('/api', { method: 'POST' })

export const explain = (error: unknown): string => {
  if (!(error instanceof LatchkeyError)) return 'a bug'
  // @ts-expect-error there is no such code
  if (error.code === 'credential_wrong') return 'never'
  if (error.code === 'unreachable') return 'later'
  return error.issues.map(({ parameter, message }) => `${parameter}: ${message}`).join()
}

export const Greeting = () => {
  const user = useUser<Profile>()
  // @ts-expect-error null while nobody is signed in
  user.email
  const { status } = useSession<Profile>()
  void useLatchkey<Profile>().signOut()
  return createElement(SignedIn, { fallback: '…' }, user?.profile.company, status)
}
export const app = createElement(LatchkeyProvider<Profile>, { client }, createElement(Greeting))

const router = createRouter({ history: createMemoryHistory(), routes: [] })
router.beforeEach(requireSignIn({ client }))
createApp({ setup: () => ({ company: useVueUser<Profile>().value?.profile.company }) })
  .use(router)
  .use(createLatchkeyPlugin(client))
const target: string = safeReturnTo(router.currentRoute.value.query['returnTo'], '/')

const initialState = await readSessionState<Profile>({ baseUrl: 'https://auth.example.com', cookie: null })
createLatchkeyClient({ initialState }).getState() satisfies ClientState<Profile>
export const used = target
