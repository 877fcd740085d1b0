/** For this tab alone, and until it is closed: who signs in comes back to the same one. */
const KEY = 'latchkey-first-operator'

/**
 * Takes the token out of the address, where histories and a way back would keep it.
 *
 * @returns what the link of this tab had, now or before somebody went to sign in
 */
export const takeFirstOperatorToken = (): string | undefined => {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token !== null) {
    sessionStorage.setItem(KEY, token)
    history.replaceState(history.state, '', location.pathname)
  }
  return token ?? sessionStorage.getItem(KEY) ?? undefined
}

export const forgetFirstOperatorToken = (): void => sessionStorage.removeItem(KEY)
