import { type ReactNode, useState } from 'react'
import { Button } from './button.js'
import { Dialog } from './dialog.js'
import { Refusal } from './refusal.js'
import { TextField } from './text-field.js'

/** Asks before something that cannot be taken back, and for the reason where the history is to keep one. */
export const Confirm = ({
  title,
  action,
  asksReason = false,
  mustType,
  isOpen,
  onClose,
  onConfirm,
  children,
}: {
  readonly title: string
  /** What the button says. */
  readonly action: string
  readonly asksReason?: boolean
  /** What the operator types to show that they mean this one. */
  readonly mustType?: string | undefined
  readonly isOpen: boolean
  readonly onClose: () => void
  /** Rejects when it was refused: the question stays, and says why. */
  readonly onConfirm: (reason: string) => Promise<unknown>
  readonly children: ReactNode
}) => {
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const [refused, setRefused] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const close = (): void => {
    setReason('')
    setTyped('')
    setRefused(undefined)
    onClose()
  }
  const confirm = async (): Promise<void> => {
    setBusy(true)
    setRefused(undefined)
    try {
      await onConfirm(reason.trim())
      close()
    } catch (error) {
      setRefused(error)
    } finally {
      setBusy(false)
    }
  }
  const isReady =
    (!asksReason || reason.trim() !== '') && (mustType === undefined || typed.trim() === mustType)
  return (
    <Dialog title={title} isOpen={isOpen} onClose={close} isGrave>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady && !isBusy) void confirm()
        }}
      >
        <div className="words">{children}</div>
        {asksReason && (
          <TextField
            label="Reason"
            hint="Kept in the audit history."
            value={reason}
            onChange={setReason}
            maxLength={500}
            autoFocus
          />
        )}
        {mustType !== undefined && (
          <TextField
            label={`Type ${mustType} to confirm`}
            value={typed}
            onChange={setTyped}
            autoComplete="off"
          />
        )}
        {refused !== undefined && <Refusal error={refused} />}
        <div className="actions">
          <Button onPress={close}>Cancel</Button>
          <Button type="submit" kind="danger" isDisabled={!isReady || isBusy}>
            {isBusy ? 'One moment …' : action}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
