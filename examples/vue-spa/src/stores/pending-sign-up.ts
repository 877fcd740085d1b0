import { defineStore } from 'pinia'
import { ref } from 'vue'

/**
 * The address somebody signed up with a moment ago, to name it on the page that asks for the code. Gone after a reload, which does
 * not matter: the sign-up itself is remembered by a cookie of the server's.
 */
export const usePendingSignUp = defineStore('pending-sign-up', () => {
  const email = ref('')
  return { email }
})
