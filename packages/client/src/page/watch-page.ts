import type { Tabs } from './tabs.js'

const SECOND = 1000
/** Somebody who switches to and fro between two tabs is not worth a request each time. */
const GLANCE_INTERVAL = 5 * SECOND

export interface PageWatch {
  readonly tabs: Tabs
  /** Asks the server in the background. */
  readonly glance: () => void
  /** Drops what is known and asks. */
  readonly forget: () => void
}

/** Listens to what happens to the page for as long as it is needed. @returns stops listening */
export const watchPage = ({ tabs, glance, forget }: PageWatch): (() => void) => {
  const stop = new AbortController()
  const { signal } = stop
  let lastGlance = Number.NEGATIVE_INFINITY

  const look = () => {
    lastGlance = Date.now()
    glance()
  }
  const lookAgain = () => {
    // The clock may have been set back while nobody looked.
    if (document.visibilityState === 'visible' && Math.abs(Date.now() - lastGlance) >= GLANCE_INTERVAL) look()
  }
  window.addEventListener('focus', lookAgain, { signal })
  document.addEventListener('visibilitychange', lookAgain, { signal })
  window.addEventListener('online', look, { signal })
  window.addEventListener('pagehide', () => tabs.close(), { signal })
  window.addEventListener(
    'pageshow',
    ({ persisted }) => {
      tabs.open()
      // The page is shown as it was left, maybe to the next person at this machine.
      if (persisted) forget()
    },
    { signal },
  )

  tabs.open()
  look()
  return () => {
    stop.abort()
    tabs.close()
  }
}
