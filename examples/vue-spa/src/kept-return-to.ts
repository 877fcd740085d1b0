const KEY = 'return-to'

/**
 * Keeps where somebody wanted to go while they are at a provider: who is refused there comes back to the sign-in page, and is to
 * get there all the same.
 */
export function keepReturnTo(path: string): void {
  inStorage((storage) => storage.setItem(KEY, path))
}

/** What was kept, once. */
export function takeReturnTo(): string | undefined {
  return inStorage((storage) => {
    const path = storage.getItem(KEY)
    storage.removeItem(KEY)
    return path ?? undefined
  })
}

/** Where site data is blocked nothing is kept, and people arrive at the home page. */
function inStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage)
  } catch {
    return undefined
  }
}
