import { type ReactNode, useState } from 'react'
import { Dialog } from './dialog.js'
import { Form } from './form.js'
import { ReasonField } from './reason-field.js'
import { TextField } from './text-field.js'

export interface ConfirmProps {
  readonly title: string
  /** What the button says. */
  readonly action: string
  /** What the operator types to show that they mean this one. */
  readonly mustType?: string | undefined
  readonly isOpen: boolean
  readonly onClose: () => void
  /** @param reason why, for the audit history. Rejects when it was refused: the question stays, and says why. */
  readonly onConfirm: (reason: string) => Promise<unknown>
  /** What will happen. */
  readonly children: ReactNode
}

/** Asks before something that cannot be taken back, and why it is done. */
export const Confirm = (props: ConfirmProps) => (
  <Dialog title={props.title} isOpen={props.isOpen} onClose={props.onClose} isGrave>
    <Question {...props} />
  </Dialog>
)

const Question = ({ action, mustType, onClose, onConfirm, children }: ConfirmProps) => {
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const isMeant = mustType === undefined || typed.trim() === mustType
  return (
    <Form
      action={action}
      isGrave
      isReady={reason.trim() !== '' && isMeant}
      onSend={() => onConfirm(reason.trim())}
      onClose={onClose}
    >
      <div className="words">{children}</div>
      <ReasonField value={reason} onChange={setReason} autoFocus />
      {mustType !== undefined && (
        <TextField
          label={`Type ${mustType} to confirm`}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
        />
      )}
    </Form>
  )
}
