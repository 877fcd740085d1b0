import type { Overview } from '@latchkey/contract'
import { Bar, BarChart, Tooltip, XAxis, YAxis } from 'recharts'
import { Chart } from './chart.js'
import { axisStyle, tooltipStyle } from './chart-style.js'

/** The rest stands in the table. */
const MOST_SHOWN = 8
const BAR_HEIGHT = 34
const AXIS_HEIGHT = 36

/** `credentials_wrong` → `credentials wrong` */
const sayReason = (reason: string): string => reason.replaceAll('_', ' ')

/** Why sign-ins were refused. */
export const RefusalsChart = ({ refusals }: { readonly refusals: Overview['refusals'] }) => {
  const shown = refusals.slice(0, MOST_SHOWN).map(({ reason, count }) => ({ name: sayReason(reason), count }))
  return (
    <Chart
      title="Why sign-ins were refused"
      empty={refusals.length === 0 ? 'None was refused in this time' : undefined}
      height={shown.length * BAR_HEIGHT + AXIS_HEIGHT}
      table={
        <table>
          <thead>
            <tr>
              <th>Reason</th>
              <th className="number">Refused</th>
            </tr>
          </thead>
          <tbody>
            {refusals.map(({ reason, count }) => (
              <tr key={reason}>
                <td>
                  <code>{reason}</code>
                </td>
                <td className="number">{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    >
      <BarChart data={shown} layout="vertical" accessibilityLayer={false} margin={{ right: 16 }}>
        <XAxis type="number" allowDecimals={false} {...axisStyle} />
        <YAxis type="category" dataKey="name" width={150} {...axisStyle} />
        <Tooltip {...tooltipStyle} />
        <Bar dataKey="count" name="Refused" fill="var(--bad)" isAnimationActive={false} />
      </BarChart>
    </Chart>
  )
}
