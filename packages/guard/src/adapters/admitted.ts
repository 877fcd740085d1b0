import type { Guard } from '../guard.js'
import type { Principal } from '../principal.js'

/** Which guard let a request through last, and as whom. */
const admitted = new WeakMap<object, { readonly guard: object; readonly principal: Principal | undefined }>()

/** Notes that a request passed a guard; nobody's principal is undefined. */
export function noteAdmitted<P extends Principal>(
  request: object,
  guard: Guard<P>,
  principal: P | undefined,
): void {
  admitted.set(request, { guard, principal })
}

/** Who is calling, whichever guard let the request through. @throws TypeError when none did */
export function admittedAs(request: object): Principal | undefined {
  const admission = admitted.get(request)
  if (admission === undefined) throw new TypeError('No guard let this request through. Protect this route')
  return admission.principal
}

/**
 * Who is calling, in the types of the guard that let the request through; undefined for a stranger where signing in is optional.
 *
 * @throws TypeError when that guard did not let it through: the route was left unprotected, which is a bug and not the caller's fault
 */
export function findPrincipal<P extends Principal>(request: object, guard: Guard<P>): P | undefined {
  const admission = admitted.get(request)
  if (admission?.guard !== guard)
    throw new TypeError('findPrincipal: this guard did not let the request through. Protect this route by it')
  return admission.principal as P | undefined
}

/**
 * Who is calling, of a request that passed a guard in required mode. Told which guard that was, it knows the types of that guard:
 * `principalOf(request, guard).user` is what its `onFirstSight` made.
 *
 * @throws TypeError when it did not pass one: the route was left unprotected, which is a bug and not the caller's fault
 */
export function principalOf(request: { readonly principal?: Principal | undefined }): Principal
export function principalOf<P extends Principal>(request: object, guard: Guard<P>): P
export function principalOf(
  request: { readonly principal?: Principal | undefined },
  guard?: Guard,
): Principal {
  const principal = guard === undefined ? request.principal : findPrincipal(request, guard)
  if (principal === undefined)
    throw new TypeError('principalOf: no principal. Protect this route, in required mode')
  return principal
}
