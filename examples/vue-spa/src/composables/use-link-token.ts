import { type Ref, ref, watch } from 'vue'
import { useRoute } from 'vue-router'
import { takeLinkToken } from '../link-token'

/** The token of the link this page was opened with; empty without one. Another link pasted into the same tab replaces it. */
export function useLinkToken(): Readonly<Ref<string>> {
  const route = useRoute()
  const token = ref(takeLinkToken(route.path) ?? '')
  watch(route, ({ path }) => {
    token.value = takeLinkToken(path) ?? token.value
  })
  return token
}
