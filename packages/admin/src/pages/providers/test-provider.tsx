import type { AdminProvider, ProviderTest } from '@latchkey/contract'
import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../../app/ask.js'
import { Button } from '../../ui/button.js'
import { Dialog } from '../../ui/dialog.js'
import { Loading } from '../../ui/loading.js'
import { Refusal } from '../../ui/refusal.js'
import { Tag } from '../../ui/tag.js'

type Check = ProviderTest['checks'][number]

const names: Readonly<Record<Check['check'], string>> = {
  discovery: 'It is there',
  issuer: 'Its issuer',
  endpoints: 'Its addresses',
  keys: 'Its keys',
  client: 'Client id and secret',
  redirect: 'Redirect URI',
}
const outcomes = {
  ok: { kind: 'good', label: 'fine' },
  failed: { kind: 'bad', label: 'wrong' },
  not_possible: { kind: 'plain', label: 'not known' },
} as const

interface TestProviderProps {
  readonly provider: AdminProvider
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** Asks the provider, and shows what it says. */
export const TestProvider = (props: TestProviderProps) => (
  <Dialog title={`Test of ${props.provider.name}`} isOpen={props.isOpen} onClose={props.onClose}>
    <Outcome {...props} />
  </Dialog>
)

const Outcome = ({ provider: { id }, onClose }: TestProviderProps) => {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['provider-test', id],
    queryFn: () => answerOf(api.POST('/admin/api/providers/{id}/test', { params: { path: { id } } })),
    // What was so a moment ago is no test.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnWindowFocus: false,
  })
  return (
    <>
      {isFetching && <Loading label="Asking the provider" />}
      {!isFetching && error !== null && <Refusal error={error} />}
      {!isFetching && data !== undefined && (
        <ul className="checks">
          {data.checks.map(({ check, outcome, detail }) => (
            <li key={check}>
              <p>
                <strong>{names[check]}</strong>{' '}
                <Tag kind={outcomes[outcome].kind}>{outcomes[outcome].label}</Tag>
              </p>
              <p className="quiet">{detail}</p>
            </li>
          ))}
        </ul>
      )}
      <div className="actions">
        <Button onPress={() => void refetch()} isDisabled={isFetching}>
          Test again
        </Button>
        <Button kind="main" onPress={onClose}>
          Close
        </Button>
      </div>
    </>
  )
}
