import type { Metadata } from 'next'
import Link from 'next/link'
import { ProviderButton } from '../../provider-button'
import { explain } from './explain'

export const metadata: Metadata = { title: 'Not signed in' }

/** Where a sign-in ends that did not succeed: says why in plain words, and what to do next. */
export default async function SignInRefused({ searchParams }: PageProps<'/auth/error'>) {
  const { error, code } = await searchParams
  const { title, happened, next } = explain(first(error), first(code))
  return (
    <section className="card narrow">
      <h1>{title}</h1>
      <p>{happened}</p>
      <p>
        <strong>What to do:</strong> {next}
      </p>
      <div className="actions">
        <ProviderButton provider="google" verb="Try again with" />
        <ProviderButton provider="github" verb="Try again with" />
        <Link href="/" className="button">
          Back to the start
        </Link>
      </div>
    </section>
  )
}

function first(parameter: string | string[] | undefined): string | undefined {
  return Array.isArray(parameter) ? parameter[0] : parameter
}
