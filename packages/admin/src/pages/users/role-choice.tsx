import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../app/ask.js'
import { Choice } from '../../ui/choice.js'

/** A role to look for, of those there are. */
export const RoleChoice = ({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (role: string) => void
}) => {
  const { data } = useQuery({ queryKey: ['roles'], queryFn: () => answerOf(api.GET('/admin/api/roles')) })
  const options = [
    { value: '', label: 'Any role' },
    ...(data?.items ?? []).map(({ name }) => ({ value: name, label: name })),
  ]
  return <Choice label="Role" options={options} value={value} onChange={onChange} />
}
