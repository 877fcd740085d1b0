import { onMounted, type Ref, ref } from 'vue'
import { type LocationQueryRaw, useRoute, useRouter } from 'vue-router'
import { explainProviderRefusal } from '../explain-provider-refusal'
import { useProviders } from '../stores/providers'

/** Why somebody who was at a provider is back without having got what they went for. */
export interface ProviderRefusal {
  readonly code: string
  readonly sentence: string
}

/**
 * The `?error=` and `provider=` a page was opened with, as a sentence. They leave the address, so that neither a reload nor the
 * back button says it again.
 *
 * @param kept what the address has afterwards, unless it says otherwise itself
 */
export function useProviderRefusal(kept: LocationQueryRaw = {}): Readonly<Ref<ProviderRefusal | undefined>> {
  const route = useRoute()
  const router = useRouter()
  const providers = useProviders()
  const refusal = ref<ProviderRefusal>()

  onMounted(async () => {
    const { error, provider, ...query } = route.query
    if (typeof error !== 'string') return
    await router.replace({ query: { ...kept, ...query } })
    await providers.load()
    refusal.value = { code: error, sentence: explainProviderRefusal(error, providers.nameOf(provider)) }
  })
  return refusal
}
