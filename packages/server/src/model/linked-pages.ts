/**
 * The pages of the application that messages lead to: whole addresses. Those with a one-time link may have `{token}` where it goes, and
 * the one for a new password `{uid}` too, as frontends of a Django backend have them.
 */
export interface ApplicationPages {
  readonly signIn: string
  readonly forgotPassword: string
  readonly confirmSignUp: string
  readonly resetPassword: string
  readonly confirmEmail: string
}

/** Where messages lead, whoever shows the pages. */
export interface LinkedPages extends ApplicationPages {
  /** Where somebody goes whose sign-in with a provider did not match. */
  readonly link: string
  /**
   * Where a link carries its one-time token. The fragment is sent to no server, but only a script can read it; without scripts
   * it has to be the query.
   */
  readonly tokenIn: 'fragment' | 'query'
}
