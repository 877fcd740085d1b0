import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'

let caught: { readonly path: string; readonly token: string } | undefined

/**
 * Takes the one-time token of a link (`/reset-password#token=…`) out of the address before any page is shown, so that it stays
 * neither in the address bar nor in the history, where the next person at this computer would find it.
 */
export function catchLinkToken(to: RouteLocationNormalized): RouteLocationRaw | undefined {
  const token = new URLSearchParams(to.hash.slice(1)).get('token')
  if (token === null) return undefined
  caught = { path: to.path, token }
  // At once: the guards that follow may wait for the network.
  history.replaceState(history.state, '', location.pathname + location.search)
  return { path: to.path, query: to.query, hash: '', replace: true }
}

/**
 * The token that the page at this path was opened with, once: the page holds it from then on. Until it is asked for, it waits, so
 * that somebody who has to sign in first still has it.
 */
export function takeLinkToken(path: string): string | undefined {
  if (caught?.path !== path) return undefined
  const { token } = caught
  caught = undefined
  return token
}
