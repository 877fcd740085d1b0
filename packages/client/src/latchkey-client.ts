import type {
  AccountExport,
  AccountView,
  ApiKeyList,
  BeginLinkRequest,
  BeginSignInRequest,
  ChangeEmailRequest,
  ChangePasswordRequest,
  ConfirmEmailRequest,
  ConfirmSignUpRequest,
  CreateApiKeyRequest,
  CreatedApiKey,
  ForgotPasswordRequest,
  IdTokenSignInRequest,
  LinkedIdentity,
  ListedSession,
  ProfileFields,
  ProviderList,
  ResetPasswordRequest,
  SignInNonce,
  SignInRequest,
  SignUpRequest,
  UpdateAccountRequest,
} from '@latchkey/contract'
import type { ClientState, EndReason } from './client-state.js'

/** What {@link createLatchkeyClient} takes. */
export interface LatchkeyClientOptions<Profile = ProfileFields> {
  /** Where the browser door answers: a path such as `/auth`, or a URL. Default: the root of the page's own origin. */
  readonly baseUrl?: string | undefined
  /** Default: the platform's. */
  readonly fetch?: typeof fetch | undefined
  /** What the server rendered with, from `readSessionState`. Default: `{ status: 'unknown' }`. */
  readonly initialState?: ClientState<Profile> | undefined
}

/** Somebody people can sign in with. */
export type SignInProvider = ProviderList['providers'][number]

/** What a link to a provider can say. */
export type SignInLinkOptions = Pick<BeginSignInRequest, 'returnTo' | 'remember'>

/**
 * The session of this browser and everything a person does with it. Every call rejects with a {@link LatchkeyError} whose
 * message may be shown to the person.
 */
export interface LatchkeyClient<Profile = ProfileFields> {
  /** What is known now. The same object until it changes. */
  getState(): ClientState<Profile>
  /** What the client was created with, which is what the server rendered: the first render of a page must equal it. */
  getInitialState(): ClientState<Profile>
  /** @returns stops listening */
  subscribe(listener: () => void): () => void
  /**
   * Calls when the session is over and nobody in this browser wanted it, with why: at once while the page is looked at, when it is looked
   * at again otherwise. @returns stops
   */
  onSessionEnded(listener: (reason: Exclude<EndReason, 'signed_out'>) => void): () => void
  /**
   * Checks the session now and whenever the page comes back: focus, network, another tab, back button.
   * While somebody is signed in and looks, one page of the browser waits at the server for the end of the session. Does nothing
   * outside a browser. May be called several times. @returns stops
   */
  start(): () => void
  /**
   * Asks the server. A server that cannot be reached changes nobody's state: it stays unknown, or becomes `stale`.
   * Rejects only for what waiting will not mend, such as a wrong `baseUrl`.
   */
  check(): Promise<ClientState<Profile>>
  /** Resolves once the state is known; asks, and goes on asking while the server cannot be reached. */
  ready(): Promise<ClientState<Profile>>

  /**
   * For a sign-in page of yours: whether `?returnTo=` is an address of the [console](../../../docs/operators.md#the-console), where operators
   * come from. That is no route of your app: `location.assign(value)`. Everything else goes through `safeReturnTo`. False outside a
   * browser.
   */
  leadsToConsole(value: unknown): value is string

  signIn(input: SignInRequest): Promise<void>
  signUp(input: SignUpRequest): Promise<void>
  confirmSignUp(input: ConfirmSignUpRequest): Promise<void>
  resendSignUp(): Promise<void>
  /**
   * The state is signed out at once. While the server cannot be reached that is remembered in this browser and finished
   * when it can; this resolves all the same.
   */
  signOut(): Promise<void>
  /** Ends every session of the person. `keepThis`: every other one. */
  signOutEverywhere(options?: { readonly keepThis?: boolean }): Promise<void>

  /**
   * For an operator who acts as the person that is shown (`session.actor`): ends that, and shows the operator again, or nobody when their own
   * session is over.
   */
  stopImpersonation(): Promise<void>

  /** Whom people can sign in with, for the buttons: `{ id: 'google', name: 'Google' }`. */
  listProviders(): Promise<readonly SignInProvider[]>
  /**
   * The address for a plain link to a provider: `<a href={signInLink('google', { returnTo: '/todos' })}>`. The server takes the
   * person there and back. Asks nothing, so it can be rendered anywhere.
   */
  signInLink(provider: string, options?: SignInLinkOptions): string
  /**
   * The same by a request, for pages that want to go there themselves, or that have a page of their own to come back to.
   *
   * @returns where to send the person: `location.assign(url)`
   */
  beginSignIn(provider: string, input?: BeginSignInRequest): Promise<string>
  /**
   * On the page that was named as `redirectUri`: goes on with what {@link beginSignIn} or {@link beginLinking} began. Called again
   * with the same query, as by a page that is mounted twice, it gives the same answer and sends nothing.
   *
   * @param search everything the provider sent back: `location.search`
   */
  finishSignIn(provider: string, search: string): Promise<void>
  /**
   * For a provider's own script in the page, such as Google One Tap: what the script is to be started with. The nonce ties its ID
   * token to this browser (OpenID Connect Core §3.1.2.1); it is good once, for an hour.
   */
  readSignInNonce(provider: string): Promise<SignInNonce>
  /** Signs in with the ID token that such a script gave, for the nonce of {@link readSignInNonce}. */
  signInWithIdToken(provider: string, input: IdTokenSignInRequest): Promise<void>

  forgotPassword(input: ForgotPasswordRequest): Promise<void>
  /** All sessions end; the person signs in with the new password. */
  resetPassword(input: ResetPasswordRequest): Promise<void>
  /** The person's other sessions end. */
  changePassword(input: ChangePasswordRequest): Promise<void>
  changeEmail(input: ChangeEmailRequest): Promise<void>
  /** Only while the person who asked for the change is signed in, so that nobody clicks an address onto another's account. */
  confirmEmail(input: ConfirmEmailRequest): Promise<void>

  readAccount(): Promise<AccountView<Profile>>
  /** What is there is changed, null takes away; `profile` is merged field by field. */
  updateAccount(patch: UpdateAccountRequest): Promise<AccountView<Profile>>
  listSessions(): Promise<readonly ListedSession[]>
  /** @param id one of {@link listSessions}; the current one signs out */
  endSession(id: string): Promise<void>
  /** The accounts elsewhere with which the person can sign in. */
  listIdentities(): Promise<readonly LinkedIdentity[]>
  /**
   * Begins to link an account at a provider. Needs a recent sign-in.
   *
   * @returns where to send the person: `location.assign(url)`. They come back to `returnTo`, with `?error=` when it was refused
   */
  beginLinking(provider: string, input?: BeginLinkRequest): Promise<string>
  /** Needs a recent sign-in; never the last way in. @param id one of {@link listIdentities} @returns those that are left */
  unlinkIdentity(id: string): Promise<readonly LinkedIdentity[]>
  /** The API keys of the person, where the server has them (`apiKeys`), and what a new one may be. */
  listApiKeys(): Promise<ApiKeyList>
  /**
   * Makes a key that a program shows an API in place of an access token. Needs a recent sign-in.
   *
   * @returns the key, this once: nobody can ask for it again
   */
  createApiKey(input: CreateApiKeyRequest): Promise<CreatedApiKey>
  /** It opens nothing any more, at once. @param id one of {@link listApiKeys} @returns those that are left */
  endApiKey(id: string): Promise<ApiKeyList>
  /** Ends all of them. Signing out everywhere does not. */
  endApiKeys(): Promise<ApiKeyList>
  exportAccount(): Promise<AccountExport>
  deleteAccount(): Promise<void>

  /**
   * `fetch` for your own API on the page's origin: cookies go along, unsafe methods carry the CSRF token, and a 401
   * rechecks the session. No other origin than the page's and that of `baseUrl` ever gets the token, which is why a
   * request that carries it does not follow redirects.
   */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>
}
