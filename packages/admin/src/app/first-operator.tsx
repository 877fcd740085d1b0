import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { Button } from '../ui/button.js'
import { Loading } from '../ui/loading.js'
import { Refusal } from '../ui/refusal.js'
import { answerOf, api } from './ask.js'
import { forgetFirstOperatorToken, takeFirstOperatorToken } from './first-operator-token.js'
import { goToSignIn } from './place.js'
import { signOut } from './sign-out.js'

/** Whoever runs the server comes here by the link that it printed, signed in or not, and becomes its first operator. */
export const FirstOperator = () => {
  const [token] = useState(takeFirstOperatorToken)
  const session = useQuery({ queryKey: ['session'], queryFn: () => answerOf(api.GET('/session')) })
  if (session.isPending) return <Loading />
  return (
    <main className="alone">
      <h1>The first operator</h1>
      {session.isError ? (
        <Refusal error={session.error} onRetry={() => void session.refetch()} />
      ) : token === undefined ? (
        <p>
          This page needs the whole link that the server printed when it started. Open that in this browser;
          when it is gone, start the server again.
        </p>
      ) : session.data.status === 'signed_out' ? (
        <SignInFirst />
      ) : (
        <Become token={token} name={session.data.user.email ?? session.data.user.name ?? 'your account'} />
      )}
    </main>
  )
}

const SignInFirst = () => (
  <>
    <p>
      Nobody manages this service yet. Sign in with the account that is to, or make one; this tab then comes
      back here. If you confirm a new address in another tab, open the link of the server once more.
    </p>
    <Button kind="main" onPress={() => goToSignIn()}>
      Sign in or sign up
    </Button>
  </>
)

const Become = ({ token, name }: { readonly token: string; readonly name: string }) => {
  const [, navigate] = useLocation()
  const queries = useQueryClient()
  const become = useMutation({
    mutationFn: () => answerOf(api.POST('/admin/api/first-operator', { body: { token } })),
    onSuccess: async () => {
      forgetFirstOperatorToken()
      await queries.resetQueries({ queryKey: ['me'] })
      navigate('/', { replace: true })
    },
  })
  const leave = useMutation({ mutationFn: signOut })
  const error = become.error ?? leave.error
  return (
    <>
      <p>
        You are signed in as <strong>{name}</strong>. As the operator this account may see and change
        everything here, and make others operators. The link counts once.
      </p>
      {error !== null && <Refusal error={error} />}
      {become.isError && (
        <p className="quiet">
          The server prints another link when it starts, unless somebody is the operator by then.
        </p>
      )}
      <div className="actions">
        <Button kind="main" isPending={become.isPending} onPress={() => become.mutate()}>
          Become the operator
        </Button>
        <Button isPending={leave.isPending} onPress={() => leave.mutate()}>
          Use another account
        </Button>
      </div>
    </>
  )
}
