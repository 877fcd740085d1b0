import { z } from 'zod'

/** Longer than any address, password or name that is accepted, and short enough to be read by anybody who asks. */
const typed = z.string().max(2_000)
/** A one-time token out of a link. */
const linkToken = z.string().max(200)

/** What a project keeps about a person beside name and address; its own schema decides (`profile` in the configuration). */
export const profileFields = z.record(z.string(), z.unknown())
export type ProfileFields = z.infer<typeof profileFields>

/** `POST /session`. */
export const signInRequest = z.strictObject({
  email: typed,
  password: typed,
  /** Keep the session when the browser closes. Default: false. */
  remember: z.boolean().optional(),
})
export type SignInRequest = z.infer<typeof signInRequest>

/** `POST /account/sign-up`. */
export const signUpRequest = z.strictObject({
  email: typed,
  password: typed,
  name: typed.optional(),
  profile: profileFields.optional(),
  remember: z.boolean().optional(),
})
export type SignUpRequest = z.infer<typeof signUpRequest>

/**
 * `POST /account/sign-up/confirm`: the code, in the browser that signed up; or the token of the link, with the password where
 * the link was opened in another browser.
 */
export const confirmSignUpRequest = z.union([
  z.strictObject({ code: z.string().max(20) }),
  z.strictObject({ token: linkToken, password: typed.optional() }),
])
export type ConfirmSignUpRequest = z.infer<typeof confirmSignUpRequest>

/** `POST /account/password/forgot`. */
export const forgotPasswordRequest = z.strictObject({ email: typed })
export type ForgotPasswordRequest = z.infer<typeof forgotPasswordRequest>

/** `POST /account/password/reset`. */
export const resetPasswordRequest = z.strictObject({ token: linkToken, password: typed })
export type ResetPasswordRequest = z.infer<typeof resetPasswordRequest>

/** `POST /account/password/change`. Somebody who has no password yet sends no current one. */
export const changePasswordRequest = z.strictObject({ currentPassword: typed.optional(), newPassword: typed })
export type ChangePasswordRequest = z.infer<typeof changePasswordRequest>

/** `POST /account/email/change`. */
export const changeEmailRequest = z.strictObject({ email: typed })
export type ChangeEmailRequest = z.infer<typeof changeEmailRequest>

/** `POST /account/email/confirm`: the token of the link or the code, signed in as the user who asked for it. */
export const confirmEmailRequest = z.union([
  z.strictObject({ token: linkToken }),
  z.strictObject({ code: z.string().max(20) }),
])
export type ConfirmEmailRequest = z.infer<typeof confirmEmailRequest>

/** An address of the application's own pages. */
const pageAddress = z.string().max(1_000)

/** `POST /sign-in/:provider`. */
export const beginSignInRequest = z.strictObject({
  /** Where the person goes afterwards: a path of the app, or an address on one of its origins. Default: `/`. */
  returnTo: pageAddress.optional(),
  /** The page of the application that the provider sends people back to, which then posts what it got to `/callback/:provider`. */
  redirectUri: pageAddress.optional(),
  remember: z.boolean().optional(),
})
export type BeginSignInRequest = z.infer<typeof beginSignInRequest>

/** `POST /account/identities/:provider`. */
export const beginLinkRequest = beginSignInRequest.omit({ remember: true })
export type BeginLinkRequest = z.infer<typeof beginLinkRequest>

/** `POST /callback/:provider`: every parameter with which the provider sent the person back, as it came. */
export const finishSignInRequest = z.record(z.string().max(100), z.string().max(8_000))
export type FinishSignInRequest = z.infer<typeof finishSignInRequest>

/** `POST /sign-in/:provider/id-token`: what the provider's script gave the page, for the nonce of this browser. */
export const idTokenSignInRequest = z.strictObject({
  idToken: z.string().max(20_000),
  remember: z.boolean().optional(),
})
export type IdTokenSignInRequest = z.infer<typeof idTokenSignInRequest>

/** `PATCH /account`: what is there is changed, null takes away, `profile` is merged field by field. */
export const updateAccountRequest = z.strictObject({
  name: typed.nullable().optional(),
  picture: typed.nullable().optional(),
  profile: profileFields.optional(),
})
export type UpdateAccountRequest = z.infer<typeof updateAccountRequest>
