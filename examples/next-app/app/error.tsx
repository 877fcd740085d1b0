'use client'

/** A bug of ours, caught: the rest of the page stays, and trying again may help. */
export default function Failure({ reset }: { error: Error; reset: () => void }) {
  return (
    <section className="card narrow">
      <h1>Something went wrong</h1>
      <p>It is not your doing, and nothing of yours is lost.</p>
      <div className="actions">
        <button type="button" className="button primary" onClick={reset}>
          Try again
        </button>
      </div>
    </section>
  )
}
