import type { Metadata, Viewport } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { KeyMark } from './key-mark'
import './styles.css'

export const metadata: Metadata = {
  title: { default: 'Latchkey · Next.js example', template: '%s · Latchkey' },
  description:
    'Sign in with NextAuth, with Google, GitHub or a password; an API in another process knows who you are.',
}

export const viewport: Viewport = { colorScheme: 'light dark' }

// Every page depends on who asks, and carries a nonce of its own: none can be made at build time.
export const dynamic = 'force-dynamic'

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <a className="skip-link" href="#content">
          Skip to content
        </a>
        <header className="site-header">
          <Link href="/" className="wordmark">
            <KeyMark />
            Latchkey
          </Link>
          <span className="site-kind">Next.js example</span>
        </header>
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </body>
    </html>
  )
}
