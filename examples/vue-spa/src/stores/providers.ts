import { LatchkeyError, type SignInProvider } from '@latchkey/client'
import { useLatchkey } from '@latchkey/client/vue'
import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Whom people can sign in with, asked once: the server's configuration decides, not this app. */
export const useProviders = defineStore('providers', () => {
  const latchkey = useLatchkey()
  const list = ref<readonly SignInProvider[]>([])

  async function load(): Promise<void> {
    if (list.value.length > 0) return
    try {
      list.value = await latchkey.listProviders()
    } catch (error) {
      // There is the form still, and the next page asks again.
      if (!(error instanceof LatchkeyError)) throw error
    }
  }

  /** As people know it. Only names the server has said, whatever somebody writes into an address. */
  const nameOf = (id: unknown): string =>
    list.value.find((provider) => provider.id === id)?.name ?? 'the provider'

  return { list, load, nameOf }
})
