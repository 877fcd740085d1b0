import { SearchField as AriaSearchField, Button, Input, Label } from 'react-aria-components'

/** Somewhere to search as one types; what is typed is told at once. */
export const SearchField = ({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
}) => (
  <AriaSearchField className="search" value={value} onChange={onChange}>
    <Label className="unseen">{label}</Label>
    <Input placeholder={label} autoComplete="off" spellCheck="false" />
    <Button className="clear">×</Button>
  </AriaSearchField>
)
