import type { Overview, OverviewRange } from '@latchkey/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answerOf, api } from '../../app/ask.js'
import { Choice } from '../../ui/choice.js'
import { Facts } from '../../ui/facts.js'
import { Loading } from '../../ui/loading.js'
import { Moment } from '../../ui/moment.js'
import { Page } from '../../ui/page.js'
import { Refusal } from '../../ui/refusal.js'
import { RefusalsChart } from './refusals-chart.js'
import { SignInsChart } from './sign-ins-chart.js'

const ranges: readonly { readonly value: OverviewRange; readonly label: string }[] = [
  { value: 'day', label: 'The last 24 hours' },
  { value: 'week', label: 'The last 7 days' },
  { value: 'month', label: 'The last 30 days' },
]

const A_MINUTE = 60_000

const OverviewPage = () => {
  const [range, setRange] = useState<OverviewRange>('day')
  const { data, error, refetch } = useQuery({
    queryKey: ['overview', range],
    queryFn: () => answerOf(api.GET('/admin/api/overview', { params: { query: { range } } })),
    refetchInterval: A_MINUTE,
    placeholderData: (before: Overview | undefined) => before,
  })
  return (
    <Page
      title="Overview"
      lead="How the service stands, and how sign-ins went."
      actions={<Choice label="Time" options={ranges} value={range} onChange={setRange} />}
    >
      {data !== undefined && <Shown overview={data} />}
      {data === undefined &&
        (error === null ? <Loading /> : <Refusal error={error} onRetry={() => void refetch()} />)}
    </Page>
  )
}

const Shown = ({ overview }: { readonly overview: Overview }) => {
  const { liveSessions, mail, signingKey } = overview
  return (
    <div className="overview">
      <section className="card" aria-label="At the moment">
        <Facts
          facts={{
            'Live sessions': sayCount(liveSessions),
            'Messages that wait': sayCount(mail.waiting),
            'Messages that were given up': sayCount(mail.failed),
            'Signing key in use since': <Moment at={signingKey?.signsFrom ?? null} />,
            'Next signing key from': signingKey?.nextFrom ? (
              <Moment at={signingKey.nextFrom} />
            ) : (
              'none made yet'
            ),
          }}
        />
      </section>
      <SignInsChart overview={overview} />
      <RefusalsChart refusals={overview.refusals} />
    </div>
  )
}

const numbers = new Intl.NumberFormat()

const sayCount = ({ count, more }: Overview['liveSessions']): string =>
  more ? `more than ${numbers.format(count)}` : numbers.format(count)

export default OverviewPage
