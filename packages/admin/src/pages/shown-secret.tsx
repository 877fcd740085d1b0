import { useState } from 'react'
import { Button } from '../ui/button.js'

/** A secret that was just made, and of what. */
export interface MadeSecret {
  readonly of: string
  readonly secret: string
}

/** A secret, this once: nobody can read it here again. */
export const ShownSecret = ({
  made: { of, secret },
  onClose,
}: {
  readonly made: MadeSecret
  readonly onClose: () => void
}) => {
  const [isCopied, setCopied] = useState(false)
  return (
    <section className="notice secret" aria-live="polite">
      <p>
        The secret of <strong>{of}</strong>. It is shown only now: put it where the application reads its
        secrets.
      </p>
      <code>{secret}</code>
      <div className="actions">
        <Button onPress={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}>
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
        <Button onPress={onClose}>I have it</Button>
      </div>
    </section>
  )
}
