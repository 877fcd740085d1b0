import { safeReturnTo, useLatchkey } from '@latchkey/client/vue'
import { type ComputedRef, computed } from 'vue'
import { useRoute } from 'vue-router'

/** Where somebody goes once they are signed in: a path of this app, or the console of Latchkey, where operators come from. */
export function useReturnTo(): ComputedRef<string> {
  const latchkey = useLatchkey()
  const route = useRoute()
  return computed(() => {
    const { returnTo } = route.query
    return latchkey.leadsToConsole(returnTo) ? returnTo : safeReturnTo(returnTo, '/')
  })
}
