import Link from 'next/link'

/** Something behind this app does not answer. The person stays signed in. */
export function Unavailable({ what }: { what: string }) {
  return (
    <section className="card" role="alert">
      <h2>{what} does not answer</h2>
      <p>It is not your doing: you are still signed in, and your todos are safe. Try again in a moment.</p>
      <div className="actions">
        <Link href="/todos" className="button primary" prefetch={false}>
          Try again
        </Link>
      </div>
    </section>
  )
}
