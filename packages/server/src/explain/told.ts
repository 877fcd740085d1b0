import type { ErrorCode } from '@latchkey/contract'

/** One thing that was looked at, in words. What is quoted in them is not escaped yet. */
export interface ToldCheck {
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly said: string
  /** What it is refused with by whoever stops here. */
  readonly code?: ErrorCode
}

/** What became of a credential. `unclear`: not enough is known here to say. */
export type Verdict =
  | { readonly outcome: 'accepted'; readonly said: string }
  | { readonly outcome: 'refused'; readonly code: ErrorCode; readonly detail?: string | undefined }
  | { readonly outcome: 'unclear'; readonly said: string }

/** Everything there is to say about a credential. Never the credential. */
export interface Told {
  /** What it is: `an access token (JWT)`. */
  readonly what: string
  /** Who was asked about it, and how. */
  readonly checkedBy?: string
  readonly checks: readonly ToldCheck[]
  readonly verdict: Verdict
  readonly says?: Readonly<Record<string, unknown>>
  readonly unshown?: readonly string[]
  readonly hints: readonly string[]
}

export const passed = (name: string, said: string): ToldCheck => ({ name, outcome: 'passed', said })
export const skipped = (name: string, said: string): ToldCheck => ({ name, outcome: 'skipped', said })
export const failed = (name: string, code: ErrorCode, said: string): ToldCheck => ({
  name,
  outcome: 'failed',
  said,
  code,
})

/** The first thing that is wrong is the reason. */
const verdictOf = (checks: readonly ToldCheck[], whenAccepted: string): Verdict => {
  const reason = checks.find(({ outcome }) => outcome === 'failed')
  return reason?.code === undefined
    ? { outcome: 'accepted', said: whenAccepted }
    : { outcome: 'refused', code: reason.code, detail: reason.said }
}

/** What was found out about a form of a session, by the database of its server. */
export const toldOfForm = (what: string, checks: readonly ToldCheck[], whenAccepted: string): Told => ({
  what,
  checkedBy: 'this server would check it, by its own database',
  checks,
  verdict: verdictOf(checks, whenAccepted),
  hints: ['It is no access token: an API that verifies JWTs by itself refuses it with token_malformed.'],
})
