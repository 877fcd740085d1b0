'use client'
import type { ReactNode } from 'react'
import { useSession } from './use-session.js'

export interface SignedInProps {
  readonly children?: ReactNode
  /** Shown as long as it is not known who is signed in. Default: nothing. */
  readonly fallback?: ReactNode
}

/** Shows its children while somebody is signed in. It hides; what must stay secret is kept back by your API. */
export const SignedIn = ({ children, fallback }: SignedInProps): ReactNode => {
  const { status } = useSession()
  if (status === 'unknown') return fallback
  return status === 'signed_in' ? children : null
}
