/** What NextAuth knows about the sign-in that is going on. The same object reaches the signIn and the jwt callback. */
export interface SignInAccount {
  readonly provider: string
  readonly type: string
  readonly id_token?: string | undefined
  readonly access_token?: string | undefined
}

/**
 * One sign-in as NextAuth's callbacks name it. What a provider proved is found by its account; what a password proved, which
 * is checked before NextAuth makes an account, by the user that came of it.
 */
export interface SignIn {
  readonly account?: SignInAccount | null | undefined
  readonly user?: object | undefined
}
