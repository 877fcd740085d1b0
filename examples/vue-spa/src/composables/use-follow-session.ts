import { useSession } from '@latchkey/client/vue'
import { watch } from 'vue'
import { useRouter } from 'vue-router'

/**
 * Leaves a page that no longer fits when somebody signs in or out: here, in another tab, or on another device. Pages that sign in
 * or out therefore need not navigate.
 */
export function useFollowSession(): void {
  const session = useSession()
  const router = useRouter()

  watch(session, (now, before) => {
    if (now.status === before.status) return
    const { meta, fullPath } = router.currentRoute.value
    if (now.status === 'signed_out' && (now.reason ?? 'signed_out') === 'signed_out' && meta.requiresSignIn) {
      router.replace('/')
      return
    }
    // The route guard knows where to: it is asked again about the page we are on.
    const unfit = now.status === 'signed_in' ? meta.onlySignedOut : meta.requiresSignIn
    if (unfit) router.replace({ ...router.resolve(fullPath), force: true })
  })
}
