import { type ReactNode, useState } from 'react'
import { Button } from './button.js'
import { Refusal } from './refusal.js'

/** Something that is filled in within a dialog and sent. While it is refused it stays, and says why. */
export const Form = ({
  action,
  isGrave = false,
  isReady = true,
  onSend,
  onClose,
  children,
}: {
  /** What the button says. */
  readonly action: string
  /** Whether it cannot be taken back. */
  readonly isGrave?: boolean
  /** Whether what was filled in can be sent. */
  readonly isReady?: boolean
  /** Rejects when it was refused. */
  readonly onSend: () => Promise<unknown>
  readonly onClose: () => void
  readonly children: ReactNode
}) => {
  const [refused, setRefused] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const send = async (): Promise<void> => {
    setBusy(true)
    setRefused(undefined)
    try {
      await onSend()
      onClose()
    } catch (error) {
      setRefused(error)
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady && !isBusy) void send()
      }}
    >
      {children}
      {refused !== undefined && <Refusal error={refused} />}
      <div className="actions">
        <Button onPress={onClose}>Cancel</Button>
        <Button type="submit" kind={isGrave ? 'danger' : 'main'} isDisabled={!isReady || isBusy}>
          {isBusy ? 'One moment …' : action}
        </Button>
      </div>
    </form>
  )
}
