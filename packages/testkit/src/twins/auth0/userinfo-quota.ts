import { createExpiringStore } from '../../grants/expiring-store.js'
import { MINUTE, type Millis, SECOND } from '../../time.js'

/** How a user's quota stands after one more request. */
export interface QuotaState {
  readonly isExceeded: boolean
  readonly limit: number
  readonly remaining: number
  /** When there is room again: seconds since the epoch. */
  readonly resetsAt: number
}

export interface UserinfoQuota {
  /** Counts a request for somebody's claims. */
  spend(userId: string): QuotaState
}

const CAPACITY = 1_000

/** Counts by the minute that begins with somebody's first request. */
export const createUserinfoQuota = (limit: number, now: () => Millis): UserinfoQuota => {
  const windows = createExpiringStore<string, { spent: number; readonly endsAt: Millis }>({
    lifetime: MINUTE,
    capacity: CAPACITY,
    now,
  })
  const windowOf = (userId: string) => {
    const open = windows.read(userId)
    if (open !== undefined) return open
    const fresh = { spent: 0, endsAt: now() + MINUTE }
    windows.take(userId)
    windows.put(userId, fresh)
    return fresh
  }
  return {
    spend(userId) {
      const window = windowOf(userId)
      window.spent += 1
      return {
        isExceeded: window.spent > limit,
        limit,
        remaining: Math.max(0, limit - window.spent),
        resetsAt: Math.ceil(window.endsAt / SECOND),
      }
    },
  }
}
