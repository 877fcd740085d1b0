import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
} from 'react-aria-components'

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children'> {
  readonly label: string
  /** What helps to fill it in. */
  readonly hint?: string | undefined
  /** Why what was typed was refused. */
  readonly problem?: string | undefined
  /** How many lines are shown; one when left out. */
  readonly lines?: number
}

export const TextField = ({ label, hint, problem, lines, ...props }: TextFieldProps) => (
  <AriaTextField {...props} className="field" isInvalid={problem !== undefined}>
    <Label>{label}</Label>
    {lines === undefined ? <Input /> : <TextArea rows={lines} />}
    {hint !== undefined && (
      <Text slot="description" className="hint">
        {hint}
      </Text>
    )}
    <FieldError className="problem">{problem}</FieldError>
  </AriaTextField>
)
