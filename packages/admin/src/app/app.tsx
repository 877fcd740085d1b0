import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { I18nProvider, RouterProvider } from 'react-aria-components'
import { Router, useLocation } from 'wouter'
import { Loading } from '../ui/loading.js'
import { AsSomebodyElse } from './as-somebody-else.js'
import { ApiRefusal } from './ask.js'
import { FirstOperator } from './first-operator.js'
import { NotForYou } from './not-for-you.js'
import { OperatorContext, useMe } from './operator.js'
import { consolePath, goToSignIn } from './place.js'
import { Shell } from './shell.js'

/** Where the link of a server without an operator leads. */
const FIRST_OPERATOR = '/first-operator'

/** What was refused is refused again; what did not arrive may arrive the next time. */
const client = new QueryClient({
  defaultOptions: {
    queries: { retry: (failures, error) => !(error instanceof ApiRefusal) && failures < 2, staleTime: 5_000 },
  },
})

export const App = () => (
  <QueryClientProvider client={client}>
    <I18nProvider locale="en">
      <Router base={consolePath}>
        <Routed />
      </Router>
    </I18nProvider>
  </QueryClientProvider>
)

const Routed = () => {
  const [location, navigate] = useLocation()
  return (
    <RouterProvider navigate={navigate} useHref={(href) => consolePath + href}>
      {location === FIRST_OPERATOR ? <FirstOperator /> : <Entrance />}
    </RouterProvider>
  )
}

/** Who is not signed in goes to sign in, and comes back to where they wanted to go. */
const Entrance = () => {
  const me = useMe()
  if (me.data !== undefined)
    return (
      <OperatorContext value={me.data}>
        <Shell />
      </OperatorContext>
    )
  if (me.error === null) return <Loading />
  if (me.error instanceof ApiRefusal && me.error.code === 'not_signed_in') {
    goToSignIn()
    return <Loading label="On the way to the sign-in page" />
  }
  if (me.error instanceof ApiRefusal && me.error.code === 'not_while_impersonating') return <AsSomebodyElse />
  return <NotForYou error={me.error} onRetry={() => void me.refetch()} />
}
