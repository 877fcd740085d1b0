import { GoogleButton } from './google-button'
import { PasswordForm } from './password-form'

/** Both ways in. Accounts are made, and passwords forgotten, in the Vue app: this one only signs in. */
export function SignInWays() {
  const signUpUrl = process.env['SIGN_UP_URL']
  const forgotPasswordUrl = process.env['FORGOT_PASSWORD_URL']
  return (
    <div className="sign-in-ways">
      <GoogleButton />
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
