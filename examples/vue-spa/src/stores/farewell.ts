import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What the home page says to somebody who has just left: why, and that it worked. */
export const useFarewell = defineStore('farewell', () => {
  const text = ref('')
  return { text }
})
