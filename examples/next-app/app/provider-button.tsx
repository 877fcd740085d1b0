import { signIn } from '../auth'
import { GitHubMark, GoogleMark } from './provider-marks'

const providers = {
  google: { name: 'Google', Mark: GoogleMark },
  github: { name: 'GitHub', Mark: GitHubMark },
}

interface ProviderButtonProps {
  provider: keyof typeof providers
  /** Before the name of the provider. */
  verb?: string
}

/** A form, so that signing in works before, and without, JavaScript. */
export function ProviderButton({ provider, verb = 'Continue with' }: ProviderButtonProps) {
  const { name, Mark } = providers[provider]
  return (
    <form
      action={async () => {
        'use server'
        await signIn(provider, { redirectTo: '/todos' })
      }}
    >
      <button type="submit" className={provider === 'google' ? 'button primary' : 'button'}>
        <Mark />
        {verb} {name}
      </button>
    </form>
  )
}
