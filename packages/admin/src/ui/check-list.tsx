import { Checkbox, CheckboxGroup, Label } from 'react-aria-components'

/** Some of several. */
export const CheckList = ({
  label,
  options,
  value,
  onChange,
}: {
  readonly label: string
  /** `label`: what stands there; the value where there is none. */
  readonly options: readonly { readonly value: string; readonly label?: string; readonly hint?: string }[]
  readonly value: readonly string[]
  readonly onChange: (value: readonly string[]) => void
}) => (
  <CheckboxGroup className="check-list" value={[...value]} onChange={onChange}>
    <Label>{label}</Label>
    {options.map((option) => (
      <Checkbox key={option.value} value={option.value} className="check">
        <span className="box" aria-hidden="true" />
        <span>
          {option.label ?? option.value}
          {option.hint !== undefined && <span className="hint"> {option.hint}</span>}
        </span>
      </Checkbox>
    ))}
  </CheckboxGroup>
)
