import { useUser } from '@latchkey/client/vue'
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

/**
 * Something of the app's own that belongs to the person who is signed in. It lives in memory only, and is gone when that person
 * is: signed out here, ended from elsewhere, or replaced by somebody else in another tab.
 */
export const useDraftNote = defineStore('draft-note', () => {
  const text = ref('')
  const user = useUser()

  watch(
    () => user.value?.id,
    () => {
      text.value = ''
    },
    // Before anything is rendered for the next person.
    { flush: 'sync' },
  )

  return { text }
})
