/** The pages of the application that messages lead to: whole addresses. */
export interface LinkedPages {
  readonly signIn: string
  readonly forgotPassword: string
  readonly confirmSignUp: string
  readonly resetPassword: string
  readonly confirmEmail: string
}
