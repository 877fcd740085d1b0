import type { ProfileFields } from '@latchkey/contract'
import type { HookCaller, HookProof, HookSession, HookUser } from '../model/told-to-hooks.js'

/** Somebody who wants an account. */
export interface BeforeSignUp {
  /**
   * An address that the provider has verified, or that the person has to confirm before there is an account. Empty when there is none:
   * an address that nobody vouches for lets nobody in.
   */
  readonly email: string
  readonly name: string | null
  readonly profile: ProfileFields
  readonly proof: HookProof
  readonly caller: HookCaller
}

/** Somebody who has an account since a moment ago. */
export interface AfterSignUp {
  readonly user: HookUser
  readonly proof: HookProof
  readonly caller: HookCaller
}

/** Somebody who has proved who they are. */
export interface BeforeSignIn {
  readonly user: HookUser
  readonly proof: HookProof
  readonly caller: HookCaller
}

/** Somebody whose session is open. */
export interface AfterSignIn extends BeforeSignIn {
  readonly session: HookSession
}

/** An access JWT that is about to be signed. */
export interface BeforeTokenIssue {
  readonly user: HookUser
  readonly session: HookSession
  /** The id of the client that gets the token, or `django` for every door of a former backend. */
  readonly client: string
  readonly audience: string
  readonly scopes: readonly string[]
}

/** What each hook is told. */
export interface ToldToHooks {
  readonly beforeSignUp: BeforeSignUp
  readonly afterSignUp: AfterSignUp
  readonly beforeSignIn: BeforeSignIn
  readonly afterSignIn: AfterSignIn
  readonly beforeTokenIssue: BeforeTokenIssue
}
export type HookName = keyof ToldToHooks

/** A no, with the reason that the person is told. {@link deny} makes one. */
export interface Denial {
  readonly deny: string
}

/** What a hook may answer; nothing at all means yes. */
export type HookReply<Members extends object = never> = Members | Denial | undefined

type Later<Value> = Value | Promise<Value>
type Told<Name extends HookName, Signal> = ToldToHooks[Name] & {
  /** Aborts when the time of the hook is over: hand it on to what the hook waits for. */
  readonly signal: Signal
}

/** What the provider gave the person. */
export interface SignInReply {
  readonly roles?: readonly string[]
}
/** What the token says beside our claims. */
export interface TokenReply {
  readonly claims?: Readonly<Record<string, unknown>>
}

/** Functions of the project, each at its place. */
export interface HookFunctions<Signal> {
  /** May this person have an account? Asked before there is one; not told whether the address has one already. */
  readonly beforeSignUp?: ((about: Told<'beforeSignUp', Signal>) => Later<HookReply>) | undefined
  /** Somebody has an account now. Nothing it answers or throws is told to the person. */
  readonly afterSignUp?: ((about: Told<'afterSignUp', Signal>) => unknown) | undefined
  /** May this person sign in, and which roles does their provider give them? `roles` replaces those it gave the time before. */
  readonly beforeSignIn?: ((about: Told<'beforeSignIn', Signal>) => Later<HookReply<SignInReply>>) | undefined
  /** Somebody is signed in now. Nothing it answers or throws is told to the person. */
  readonly afterSignIn?: ((about: Told<'afterSignIn', Signal>) => unknown) | undefined
  /** What else does this access JWT say? Asked for every one, also at each refresh. */
  readonly beforeTokenIssue?:
    | ((about: Told<'beforeTokenIssue', Signal>) => Later<HookReply<TokenReply>>)
    | undefined
}

/** What came of asking a hook. */
export type HookOutcome<Reply> =
  | { readonly outcome: 'allowed'; readonly reply: Reply }
  | { readonly outcome: 'denied'; readonly reason: string }
  /** It threw, hung, or answered what makes no sense. The log says which. */
  | { readonly outcome: 'failed' }

/** The hooks of the project, contained: nothing here throws, and nothing takes longer than the time limit. Never inside a transaction. */
export interface Hooks {
  /** Which there are. The others say yes, at once. */
  readonly has: Readonly<Record<HookName, boolean>>
  beforeSignUp(about: BeforeSignUp): Promise<HookOutcome<object>>
  beforeSignIn(about: BeforeSignIn): Promise<HookOutcome<SignInReply>>
  beforeTokenIssue(about: BeforeTokenIssue): Promise<HookOutcome<TokenReply>>
  /** Begun, and not waited for. */
  afterSignUp(about: AfterSignUp): void
  afterSignIn(about: AfterSignIn): void
}
