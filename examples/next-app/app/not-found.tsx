import Link from 'next/link'

export default function NotFound() {
  return (
    <section className="card narrow">
      <h1>There is nothing here</h1>
      <p>The address is wrong, or what was here is gone.</p>
      <div className="actions">
        <Link href="/" className="button">
          Back to the start
        </Link>
      </div>
    </section>
  )
}
