import type { SettingsView } from '@latchkey/contract'
import { useQuery } from '@tanstack/react-query'
import { answerOf, api } from '../app/ask.js'
import { Facts } from '../ui/facts.js'
import { Loading } from '../ui/loading.js'
import { Page } from '../ui/page.js'
import { Refusal } from '../ui/refusal.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const sayLength = (milliseconds: number): string => {
  if (milliseconds % DAY === 0) return `${milliseconds / DAY} days`
  if (milliseconds % HOUR === 0) return `${milliseconds / HOUR} hours`
  return `${milliseconds / MINUTE} minutes`
}

const sayAll = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '))

const factsOf = (settings: SettingsView) => ({
  Issuer: <code>{settings.issuer}</code>,
  Audiences: sayAll(settings.audiences),
  Scopes: sayAll(settings.scopes),
  Database: settings.database === 'sqlite' ? 'SQLite' : 'PostgreSQL',
  'New signing keys': settings.signingAlgorithm,
  Providers: sayAll(settings.providers.map(({ name }) => name)),
  'Doors for former frontends': sayAll(settings.doors),
  'Hosted pages': settings.hostedPages ? 'yes' : 'no',
  'API keys': settings.apiKeys ? 'people may make them' : 'no',
  'An access token lives': sayLength(settings.lifetimes.accessToken),
  'An unused session lives': sayLength(settings.lifetimes.sessionIdle),
  'A session lives at most': sayLength(settings.lifetimes.sessionAbsolute),
  'A password has at least': `${settings.passwordRules.minLength} characters`,
})

const Settings = () => {
  const { data, error, refetch } = useQuery({
    queryKey: ['settings'],
    queryFn: () => answerOf(api.GET('/admin/api/settings')),
  })
  return (
    <Page
      title="Settings"
      lead="What this server is configured to do. It is changed in the configuration file; secrets are not shown."
    >
      {data !== undefined && (
        <div className="card">
          <Facts facts={factsOf(data)} />
        </div>
      )}
      {data === undefined &&
        (error === null ? <Loading /> : <Refusal error={error} onRetry={() => void refetch()} />)}
    </Page>
  )
}

export default Settings
