import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'

/** One of a few. */
export interface Option<Value extends string> {
  readonly value: Value
  readonly label: string
}

export const Choice = <Value extends string>({
  label,
  options,
  value,
  onChange,
  isLabelShown = false,
}: {
  readonly label: string
  readonly options: readonly Option<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly isLabelShown?: boolean
}) => (
  <Select
    className="field choice"
    value={value}
    onChange={(key) => {
      const chosen = options.find((option) => option.value === key)
      if (chosen !== undefined) onChange(chosen.value)
    }}
  >
    <Label className={isLabelShown ? '' : 'unseen'}>{label}</Label>
    <Button className="button plain">
      <SelectValue />
      <span aria-hidden="true" className="chevron" />
    </Button>
    <Popover className="popover">
      <ListBox className="list-box">
        {options.map((option) => (
          <ListBoxItem key={option.value} id={option.value}>
            {option.label}
          </ListBoxItem>
        ))}
      </ListBox>
    </Popover>
  </Select>
)
