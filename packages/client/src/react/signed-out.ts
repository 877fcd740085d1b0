'use client'
import type { ReactNode } from 'react'
import { useSession } from './use-session.js'

export interface SignedOutProps {
  readonly children?: ReactNode
  /** Shown as long as it is not known who is signed in. Default: nothing. */
  readonly fallback?: ReactNode
}

/** Shows its children while nobody is signed in. */
export const SignedOut = ({ children, fallback }: SignedOutProps): ReactNode => {
  const { status } = useSession()
  if (status === 'unknown') return fallback
  return status === 'signed_out' ? children : null
}
