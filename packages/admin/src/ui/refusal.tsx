import { ApiRefusal } from '../app/ask.js'
import { goToSignIn } from '../app/place.js'
import { Button } from './button.js'

/** Why something did not work, and what to do about it. */
export const Refusal = ({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) => {
  const refusal = error instanceof ApiRefusal ? error : undefined
  const isAgain = refusal?.code === 'recent_sign_in_needed'
  const needsSignIn = isAgain || refusal?.code === 'not_signed_in'
  return (
    <div className="notice bad" role="alert">
      <p>{refusal?.message ?? 'The server does not answer. Check the connection, then try again.'}</p>
      {refusal?.traceId !== undefined && <p className="quiet">Trace id {refusal.traceId}</p>}
      {needsSignIn && <Button onPress={() => goToSignIn(isAgain)}>Sign in{isAgain && ' again'}</Button>}
      {onRetry !== undefined && !needsSignIn && <Button onPress={onRetry}>Try again</Button>}
    </div>
  )
}
