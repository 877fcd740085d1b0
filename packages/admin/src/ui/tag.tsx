import type { ReactNode } from 'react'

/** A word about something, with a colour that says no more than the word. */
export const Tag = ({
  kind = 'plain',
  children,
}: {
  readonly kind?: 'plain' | 'good' | 'bad' | 'warning'
  readonly children: ReactNode
}) => <span className={`tag ${kind}`}>{children}</span>
