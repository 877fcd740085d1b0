import { createHash } from 'node:crypto'
import { AuthError } from '@latchkey/contract'
import { SECOND } from '../time.js'
import type { ActiveAnswer } from './introspect.js'
import type { IntrospectionSettings } from './introspection-options.js'

/** Answers to introspection, used again for a moment. */
export interface KeptAnswers {
  /** The answer about this text: a kept one, that of a question under way, or a new one. */
  about(text: string): Promise<ActiveAnswer | undefined>
  /** Forgets the answers about one session, or all: the next request asks. A question under way is answered, and its answer is not kept. */
  forget(sessionId?: string): void
}

interface Kept {
  readonly answer: ActiveAnswer | undefined
  readonly until: number
}

/** What opens nothing now may open something soon: a token that was made a moment ago, at a server that follows another. */
const INACTIVE_FOR = 1 * SECOND
/** Strangers can send any number of texts that nobody knows. */
const MAX_QUESTIONS = 256

/** Keyed by SHA-256, so that the memory of the process holds no credentials. */
export const keepAnswers = (
  { cacheFor, maxAnswers, clock }: Pick<IntrospectionSettings, 'cacheFor' | 'maxAnswers' | 'clock'>,
  ask: (text: string) => Promise<ActiveAnswer | undefined>,
): KeptAnswers => {
  const kept = new Map<string, Kept>()
  const asking = new Map<string, Promise<ActiveAnswer | undefined>>()

  const keep = (key: string, answer: ActiveAnswer | undefined): void => {
    const now = clock()
    const until = now + (answer === undefined ? Math.min(INACTIVE_FOR, cacheFor) : cacheFor)
    const end = answer?.claims['exp']
    const bounded = typeof end === 'number' ? Math.min(until, end * SECOND) : until
    kept.delete(key)
    if (bounded > now) kept.set(key, { answer, until: bounded })
    for (const oldest of kept.keys()) {
      if (kept.size <= maxAnswers) break
      kept.delete(oldest)
    }
  }

  const question = (key: string, text: string): Promise<ActiveAnswer | undefined> => {
    if (asking.size >= MAX_QUESTIONS)
      throw new AuthError('overloaded', { detail: `${MAX_QUESTIONS} questions are under way` })
    const asked: Promise<ActiveAnswer | undefined> = ask(text).then((answer) => {
      // What was forgotten in the meantime is not kept.
      if (asking.get(key) === asked) keep(key, answer)
      return answer
    })
    asking.set(key, asked)
    const done = (): void => {
      if (asking.get(key) === asked) asking.delete(key)
    }
    asked.then(done, done)
    return asked
  }

  return {
    about: async (text) => {
      const key = createHash('sha256').update(text).digest('base64url')
      const known = kept.get(key)
      if (known !== undefined && clock() < known.until) return known.answer
      return asking.get(key) ?? question(key, text)
    },
    forget: (sessionId) => {
      asking.clear()
      if (sessionId === undefined) kept.clear()
      for (const [key, { answer }] of kept) if (answer?.claims['sid'] === sessionId) kept.delete(key)
    },
  }
}
