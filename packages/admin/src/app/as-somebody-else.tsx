import { useState } from 'react'
import { Button } from '../ui/button.js'
import { Refusal } from '../ui/refusal.js'
import { stopImpersonation } from './stop-impersonation.js'

/** An operator whose browser is signed in as somebody else. */
export const AsSomebodyElse = () => {
  const [failure, setFailure] = useState<unknown>()
  return (
    <main className="alone">
      <h1>You are somebody else at the moment</h1>
      <p>This browser is signed in as a person you help. The console is yours again when you stop.</p>
      <Button kind="main" onPress={() => void stopImpersonation().catch(setFailure)}>
        Stop
      </Button>
      {failure !== undefined && <Refusal error={failure} />}
    </main>
  )
}
