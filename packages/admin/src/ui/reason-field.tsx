import { TextField } from './text-field.js'

/** Why something is done, for whoever reads the audit history. */
export const ReasonField = ({
  value,
  onChange,
  autoFocus = false,
}: {
  readonly value: string
  readonly onChange: (reason: string) => void
  readonly autoFocus?: boolean
}) => (
  <TextField
    label="Reason"
    hint="Kept in the audit history."
    value={value}
    onChange={onChange}
    maxLength={500}
    autoFocus={autoFocus}
  />
)
