/** What the app believes: it is set at a login and knows nothing of the session behind it. */
const NAME = 'authenticated'

export const isFlagSet = (): boolean => localStorage.getItem(NAME) === 'success'

export const setFlag = (): void => localStorage.setItem(NAME, 'success')

export const removeFlag = (): void => localStorage.removeItem(NAME)
