import type { Millis } from '../time.js'

/** What a store keeps and for how long. */
export interface StoreLimits {
  readonly lifetime: Millis
  /** Beyond this many, the oldest entry leaves. */
  readonly capacity: number
  readonly now: () => Millis
}

/** Values under a key, in memory, for a while. */
export interface ExpiringStore<Key extends string, Value> {
  put(key: Key, value: Value): void
  read(key: string): Value | undefined
  /** Reads a value and forgets it: only one caller ever gets it. */
  take(key: string): Value | undefined
  /** Forgets every value that matches. */
  forget(matches: (value: Value) => boolean): void
}

export const createExpiringStore = <Key extends string, Value>(
  limits: StoreLimits,
): ExpiringStore<Key, Value> => {
  const entries = new Map<string, { readonly value: Value; readonly expiresAt: Millis }>()

  /** Every entry lives equally long, so the oldest are the first to expire. */
  const makeRoom = () => {
    for (const [key, { expiresAt }] of entries) {
      if (expiresAt > limits.now() && entries.size < limits.capacity) return
      entries.delete(key)
    }
  }
  const read = (key: string) => {
    const entry = entries.get(key)
    return entry !== undefined && entry.expiresAt > limits.now() ? entry.value : undefined
  }

  return {
    read,
    put(key, value) {
      makeRoom()
      entries.set(key, { value, expiresAt: limits.now() + limits.lifetime })
    },
    take(key) {
      const value = read(key)
      entries.delete(key)
      return value
    },
    forget(matches) {
      for (const [key, { value }] of entries) if (matches(value)) entries.delete(key)
    },
  }
}
