import { PasswordForm } from './password-form'
import { ProviderButton } from './provider-button'

/** Every way in. Accounts are made, and passwords forgotten, in the Vue app: this one only signs in. */
export function SignInWays() {
  const signUpUrl = process.env['SIGN_UP_URL']
  const forgotPasswordUrl = process.env['FORGOT_PASSWORD_URL']
  return (
    <div className="sign-in-ways">
      <ProviderButton provider="google" />
      <ProviderButton provider="github" />
      <p className="or">or with your password</p>
      <PasswordForm />
      {(signUpUrl || forgotPasswordUrl) && (
        <p className="quiet links">
          {signUpUrl && <a href={signUpUrl}>New here? Make an account</a>}
          {forgotPasswordUrl && <a href={forgotPasswordUrl}>Forgot password?</a>}
        </p>
      )}
    </div>
  )
}
