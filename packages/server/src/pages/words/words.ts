import type { ErrorSentences } from './error-sentences.js'

/** Everything the hosted pages say, in one language. A sentence that is missing in one of them does not compile. */
export interface Words {
  readonly frame: {
    readonly skip: string
    readonly backTo: (service: string) => string
    /** Names the list of links at the foot. */
    readonly more: string
    readonly privacy: string
    readonly terms: string
    readonly support: string
    /** In front of the title of a page that refused something. */
    readonly errorTitle: string
    readonly errorSummary: string
    /** With what stands before it, in languages that set it off. */
    readonly colon: string
    readonly tryAgainIn: (duration: string) => string
    readonly optional: string
  }
  readonly fields: {
    readonly email: string
    readonly name: string
    readonly password: string
    readonly newPassword: string
    readonly currentPassword: string
    readonly passwordHint: (shortest: number) => string
    readonly code: string
    readonly codeHint: string
    readonly remember: string
  }
  readonly errors: ErrorSentences
  /** For an operator who acts as somebody else, and for that person. */
  readonly support: {
    readonly actsAs: (operator: string) => string
    readonly stop: string
    readonly over: string
    readonly back: string
    /** What their session is called in the list of sessions. */
    readonly name: string
  }
  readonly signIn: {
    readonly title: string
    readonly titleAgain: string
    readonly introAgain: string
    readonly submit: string
    readonly withProvider: (provider: string) => string
    readonly or: string
    /** Beside the buttons of providers: what they do now, and what leads to the other. */
    readonly providersForget: string
    readonly haveProvidersRemember: string
    readonly providersRemember: string
    readonly haveProvidersForget: string
    readonly forgot: string
    readonly noAccount: string
    readonly signUp: string
    readonly enterCode: string
    readonly titleAlready: string
    readonly already: (who: string) => string
    readonly goOn: string
    readonly toAccount: string
    readonly signedOut: string
    readonly passwordReset: string
    readonly deleted: string
    /** Why a session is over. */
    readonly ended: string
    readonly endedElsewhere: string
    readonly endedByPassword: string
    readonly suspended: string
    readonly expired: string
  }
  readonly signOut: {
    readonly title: string
    readonly question: (who: string) => string
    readonly submit: string
  }
  readonly endSession: {
    readonly title: string
    readonly asked: (client: string) => string
    /** Of somebody who is not signed in in this browser, but in the application. */
    readonly question: string
    readonly submit: string
    readonly stay: string
    readonly titleDone: string
    readonly done: string
  }
  readonly signUp: {
    readonly title: string
    readonly submit: string
    readonly haveAccount: string
    readonly signIn: string
    readonly agree: string
  }
  readonly confirm: {
    readonly title: string
    readonly sent: string
    readonly submit: string
    readonly resend: string
    readonly nothingCame: string
    readonly resent: string
    readonly titleLink: string
    readonly askLink: string
    readonly submitLink: string
    readonly askPassword: string
    readonly titleNone: string
    readonly none: string
    readonly signUpAgain: string
  }
  readonly forgot: {
    readonly title: string
    readonly intro: string
    readonly submit: string
    readonly titleSent: string
    readonly sent: string
    readonly backToSignIn: string
  }
  readonly reset: {
    readonly title: string
    readonly intro: string
    readonly submit: string
    readonly titleNone: string
    readonly none: string
    readonly askAgain: string
  }
  readonly confirmEmail: {
    readonly title: string
    readonly ask: (account: string) => string
    readonly submit: string
    readonly titleDone: string
    readonly done: (email: string) => string
  }
  readonly account: {
    readonly nav: string
    readonly title: string
    readonly profile: string
    readonly save: string
    readonly saved: string
    readonly export: string
    readonly exportIntro: string
    readonly exportLink: string
    readonly signOut: string
  }
  readonly password: {
    readonly title: string
    readonly titleFirst: string
    readonly intro: string
    readonly introFirst: string
    readonly submit: string
    readonly submitFirst: string
    readonly done: string
  }
  readonly email: {
    readonly title: string
    readonly current: (email: string) => string
    readonly currentNone: string
    readonly newEmail: string
    readonly submit: string
    readonly titleSent: string
    readonly sent: string
    readonly submitCode: string
    readonly other: string
    readonly done: string
  }
  readonly sessions: {
    readonly title: string
    readonly intro: string
    readonly thisBrowser: string
    readonly unknownBrowser: string
    readonly on: (browser: string, system: string) => string
    readonly app: (client: string) => string
    readonly opened: string
    readonly lastUsed: string
    readonly end: string
    readonly endNamed: (what: string) => string
    readonly others: string
    readonly everywhere: string
    readonly ended: string
    readonly othersEnded: string
  }
  readonly identities: {
    readonly title: string
    readonly intro: string
    readonly linked: string
    readonly none: string
    readonly lastUsed: string
    /** Of an account at a provider that is not there any more, or switched off. */
    readonly switchedOff: string
    readonly unlink: string
    readonly unlinkNamed: (provider: string, account: string) => string
    readonly unlinked: string
    readonly linkedNow: string
    readonly available: string
    readonly link: (provider: string) => string
    readonly titleLeaving: string
    readonly leaving: (provider: string) => string
    readonly leave: (provider: string) => string
  }
  readonly apiKeys: {
    readonly title: string
    readonly intro: string
    readonly stay: string
    readonly none: string
    readonly endsIn: (hint: string) => string
    readonly opened: string
    readonly lastUsed: string
    readonly never: string
    readonly expires: string
    readonly end: string
    readonly endNamed: (name: string) => string
    readonly endAll: string
    readonly ended: string
    readonly allEnded: string
    readonly make: string
    readonly titleNew: string
    readonly name: string
    readonly nameHint: string
    readonly scopes: string
    readonly scopesHint: string
    readonly audience: string
    readonly days: string
    readonly daysHint: (most: number) => string
    readonly submit: string
    readonly titleMade: string
    readonly made: string
    readonly key: string
    readonly back: string
  }
  readonly link: {
    readonly title: string
    readonly intro: string
    readonly steps: string
    readonly signIn: string
  }
  readonly delete: {
    readonly title: string
    readonly intro: string
    readonly type: (what: string) => string
    /** What somebody without an address types. */
    readonly word: string
    readonly mismatch: string
    readonly submit: string
  }
  readonly again: {
    readonly title: string
    readonly intro: string
    readonly submit: string
    readonly cancel: string
  }
  readonly error: {
    readonly title: string
    readonly titleNotFound: string
    /** The address that was opened names another to go on to, which is none of ours. */
    readonly leadsElsewhere: (service: string) => string
    readonly reference: string
    readonly toSignIn: string
    readonly toAccount: string
  }
}
