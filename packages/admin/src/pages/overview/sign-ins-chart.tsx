import type { Overview } from '@latchkey/contract'
import { Bar, BarChart, CartesianGrid, Legend, Tooltip, XAxis, YAxis } from 'recharts'
import { Chart } from './chart.js'
import { axisStyle, tooltipStyle } from './chart-style.js'

const HEIGHT = 280

const hour = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const dayAndHour = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const SAY = { day: hour, week: dayAndHour, month: day } as const

/** Sign-ins over time, those that were refused, and new accounts. */
export const SignInsChart = ({ overview: { range, spans } }: { readonly overview: Overview }) => {
  const shown = spans.map((span) => ({ ...span, when: SAY[range].format(new Date(span.at)) }))
  const isEmpty = spans.every(({ signIns, refused, signUps }) => signIns + refused + signUps === 0)
  return (
    <Chart
      title="Sign-ins over time"
      empty={isEmpty ? 'Nobody has come in this time' : undefined}
      height={HEIGHT}
      table={
        <table>
          <thead>
            <tr>
              <th>From</th>
              <th className="number">Signed in</th>
              <th className="number">Refused</th>
              <th className="number">New accounts</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ at, when, signIns, refused, signUps }) => (
              <tr key={at}>
                <td>
                  <time dateTime={at}>{when}</time>
                </td>
                <td className="number">{signIns}</td>
                <td className="number">{refused}</td>
                <td className="number">{signUps}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    >
      <BarChart data={shown} accessibilityLayer={false} margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="when" {...axisStyle} minTickGap={24} />
        <YAxis allowDecimals={false} width={44} {...axisStyle} />
        <Tooltip {...tooltipStyle} />
        <Legend itemSorter={null} />
        <Bar
          dataKey="signIns"
          name="Signed in"
          stackId="all"
          fill="var(--accent)"
          isAnimationActive={false}
        />
        <Bar dataKey="refused" name="Refused" stackId="all" fill="var(--bad)" isAnimationActive={false} />
        <Bar dataKey="signUps" name="New accounts" fill="var(--good)" isAnimationActive={false} />
      </BarChart>
    </Chart>
  )
}
