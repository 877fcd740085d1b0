import { useState } from 'react'
import { Button } from '../../ui/button.js'
import type { MadeSecret } from './clients.js'

/** A secret, this once: only its hash is kept. */
export const ShownSecret = ({
  made: { client, secret },
  onClose,
}: {
  readonly made: MadeSecret
  readonly onClose: () => void
}) => {
  const [isCopied, setCopied] = useState(false)
  return (
    <section className="notice secret" aria-live="polite">
      <p>
        The secret of <strong>{client}</strong>. It is shown only now: put it where the application reads its
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
