import { nextTick } from 'vue'
import { type RouteLocationNormalized, START_LOCATION } from 'vue-router'

/**
 * Does for a change of route what a browser does for a new document: names it, and lets keyboard and screen reader start at
 * its heading.
 */
export async function arriveAtPage(
  to: RouteLocationNormalized,
  from: RouteLocationNormalized,
): Promise<void> {
  document.title = `${to.meta.title} · Latchkey`
  if (from === START_LOCATION || to.path === from.path) return
  await nextTick()
  const heading = document.querySelector('h1')
  heading?.setAttribute('tabindex', '-1')
  heading?.focus({ preventScroll: true })
}
