import { useState } from 'react'
import { Button } from '../ui/button.js'
import { Refusal } from '../ui/refusal.js'
import { ApiRefusal } from './ask.js'
import { signOut } from './sign-out.js'

/** Somebody who is signed in and is no operator, or a server that does not answer. */
export const NotForYou = ({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) => {
  const [failure, setFailure] = useState<unknown>()
  const isRefused = error instanceof ApiRefusal && error.status === 403
  return (
    <main className="alone">
      <h1>{isRefused ? 'You are not an operator here' : 'The console cannot be shown'}</h1>
      {isRefused ? (
        <>
          <p>
            Your account has no permission for this console. Ask an operator for a role, or sign in with
            another account. When there is none yet, the server prints a link to become one as it starts.
          </p>
          <Button onPress={() => void signOut().catch(setFailure)}>Sign in with another account</Button>
        </>
      ) : (
        <Refusal error={error} onRetry={onRetry} />
      )}
      {failure !== undefined && <Refusal error={failure} />}
    </main>
  )
}
