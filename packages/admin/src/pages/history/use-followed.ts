import { useEffect, useState } from 'react'
import { type HistoryQuery, readHistory, type ShownEntry } from './entry.js'

const PAUSE_MS = 2_000
/** More than anybody reads; what is older is in the list. */
const MOST_SHOWN = 500
const MOST_AT_ONCE = '100'

/** What has come since one began to follow, the newest first. */
export interface Followed {
  readonly entries: readonly ShownEntry[]
  readonly error: unknown
}

const NOTHING: Followed = { entries: [], error: undefined }

/**
 * Hears what comes, while it is on.
 *
 * @param query the same object as long as the same is asked for
 */
export const useFollowed = (query: HistoryQuery, isOn: boolean): Followed => {
  const [followed, setFollowed] = useState<Followed>(NOTHING)
  useEffect(() => {
    setFollowed(NOTHING)
    if (!isOn) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    let after: number | undefined
    const look = async (): Promise<void> => {
      try {
        // The first look says from where on.
        const page = await readHistory(
          after === undefined
            ? { ...query, limit: '1' }
            : { ...query, after: `${after}`, limit: MOST_AT_ONCE },
        )
        if (isOver) return
        const come = after === undefined ? [] : page.items.toReversed()
        after = page.follow
        setFollowed((now) => ({ entries: [...come, ...now.entries].slice(0, MOST_SHOWN), error: undefined }))
      } catch (error) {
        if (!isOver) setFollowed((now) => ({ ...now, error }))
      }
      if (!isOver) timer = setTimeout(() => void look(), PAUSE_MS)
    }
    void look()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [query, isOn])
  return followed
}
