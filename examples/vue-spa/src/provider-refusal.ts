import { type Ref, shallowRef } from 'vue'
import { type RouteLocationNormalized, type RouteLocationRaw, START_LOCATION } from 'vue-router'

/** Why somebody who was at a provider is back without having got what they went for. Both are whatever the address says. */
export interface ProviderRefusal {
  readonly error: string
  readonly provider: string
}

const caught = shallowRef<ProviderRefusal>()

/** The refusal to be told now, if there is one. */
export const providerRefusal: Readonly<Ref<ProviderRefusal | undefined>> = caught

/**
 * Takes `?error=` and `provider=`, with which the server sends people back from a provider, out of the address before any page is
 * shown: neither a reload nor the back button says it again, and whoever is signed in still, and so is led away from the sign-in
 * page, is told all the same. Where they wanted to go (`returnTo`) stays.
 */
export function catchProviderRefusal(to: RouteLocationNormalized): RouteLocationRaw | undefined {
  const { error, provider, linked: _failed, ...query } = to.query
  if (typeof error !== 'string' || typeof provider !== 'string') return undefined
  caught.value = { error, provider }
  return { path: to.path, query, replace: true }
}

/** Whoever goes on has read it. */
export function forgetProviderRefusal(to: RouteLocationNormalized, from: RouteLocationNormalized): void {
  if (from !== START_LOCATION && to.path !== from.path) caught.value = undefined
}
