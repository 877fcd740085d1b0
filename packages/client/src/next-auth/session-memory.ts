import type { ErrorCode } from '@latchkey/contract'
import type { SessionForm } from './session-form.js'

/** What this process knows about a session beyond its cookie. */
export type Remembered =
  | { readonly state: 'renewed'; readonly form: SessionForm }
  | { readonly state: 'ended'; readonly code: ErrorCode }

/**
 * Where a server component, which cannot write a cookie, leaves a renewed form for the next reader; and where an ended
 * session stays ended although a slow answer brings its cookie back. Losing an entry costs one call to Latchkey.
 */
export interface SessionMemory {
  recall(sessionId: string): Remembered | undefined
  remember(sessionId: string, known: Remembered): void
}

/** @param capacity how many sessions are kept; the one written longest ago makes room */
export const createSessionMemory = (capacity = 10_000): SessionMemory => {
  const known = new Map<string, Remembered>()
  return {
    recall: (sessionId) => known.get(sessionId),
    remember: (sessionId, entry) => {
      // A refresh that was under way when its session ended must not bring it back.
      if (known.get(sessionId)?.state === 'ended') return
      known.delete(sessionId)
      known.set(sessionId, entry)
      const [oldest] = known.keys()
      if (known.size > capacity && oldest !== undefined) known.delete(oldest)
    },
  }
}

const SHARED = Symbol.for('@latchkey/client session memory, form 1')

/**
 * The one memory of this process. Next.js loads a module once for pages and once more for route handlers: with a memory
 * each, one would go on accepting what the other has seen end.
 */
export const sharedSessionMemory = (): SessionMemory => {
  const holder = globalThis as { [SHARED]?: SessionMemory }
  holder[SHARED] ??= createSessionMemory()
  return holder[SHARED]
}
