import Link from 'next/link'
import { readAccess } from '../auth'
import { SignInWays } from './sign-in-ways'

/** The landing page. */
export default async function Home() {
  const { status } = await readAccess()
  return (
    <div className="landing">
      <section>
        <h1>Sign in on one side, be known on the other.</h1>
        <p className="lead">
          This page is a Next.js app with NextAuth. The todos behind it live in an API of its own, in another
          process, which never sees your password and never asks this app who you are.
        </p>
        {status === 'signed-in' ? (
          <Link href="/todos" className="button primary">
            Go to your todos
          </Link>
        ) : (
          <SignInWays />
        )}
      </section>
      <section className="card" aria-labelledby="what-happens">
        <h2 id="what-happens">What happens when you sign in</h2>
        <ol className="steps">
          <li>
            <strong>You prove who you are.</strong> With Google, NextAuth receives an ID token, with GitHub an
            access token; a password it passes on. All of it happens on the server.
          </li>
          <li>
            <strong>Latchkey opens a session.</strong> It checks the proof and hands this app a session of its
            own.
          </li>
          <li>
            <strong>The API knows you.</strong> It verifies your access token by itself: no call home, no
            shared secret.
          </li>
        </ol>
        <p className="quiet">No token ever reaches the JavaScript of this page.</p>
      </section>
    </div>
  )
}
