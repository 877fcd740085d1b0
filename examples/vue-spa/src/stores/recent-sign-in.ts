import { LatchkeyError } from '@latchkey/client'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/**
 * Some acts need a sign-in that is not long ago. When the server asks for one, the dialog `confirm-it-is-you` opens, and the act
 * is repeated after it.
 */
export const useRecentSignIn = defineStore('recent-sign-in', () => {
  /** Set while the dialog is open; called with whether the person signed in again. */
  const answer = shallowRef<(confirmed: boolean) => void>()

  /** @returns whether it was done; false when the person closed the dialog instead */
  async function perform(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act()
      return true
    } catch (error) {
      if (!(error instanceof LatchkeyError) || error.code !== 'recent_sign_in_needed') throw error
    }
    if (!(await ask())) return false
    await act()
    return true
  }

  function ask(): Promise<boolean> {
    answer.value?.(false)
    return new Promise((resolve) => {
      answer.value = (confirmed) => {
        answer.value = undefined
        resolve(confirmed)
      }
    })
  }

  return { answer, perform }
})
