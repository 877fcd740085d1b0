import { Choice } from '../ui/choice.js'

const HOUR_IN_SECONDS = 3_600
const overlaps = [
  { value: '0', label: 'Not at all: it has leaked' },
  { value: `${HOUR_IN_SECONDS}`, label: 'One hour' },
  { value: `${24 * HOUR_IN_SECONDS}`, label: 'One day' },
  { value: `${7 * 24 * HOUR_IN_SECONDS}`, label: 'A week' },
] as const

/** For how many seconds a secret goes on beside the new one. */
export type Overlap = (typeof overlaps)[number]['value']
export const USUAL_OVERLAP: Overlap = `${24 * HOUR_IN_SECONDS}`

export const OverlapChoice = ({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: Overlap
  readonly onChange: (overlap: Overlap) => void
}) => <Choice label={label} isLabelShown options={overlaps} value={value} onChange={onChange} />
