/**
 * However many start it, it runs once, until the last of them has stopped. (React mounts twice in development.)
 *
 * @param begin starts and returns how to stop
 */
export const startOnce = (begin: () => () => void): (() => () => void) => {
  const users = new Set<object>()
  let end: (() => void) | undefined
  return () => {
    const user = {}
    users.add(user)
    end ??= begin()
    return () => {
      if (!users.delete(user) || users.size > 0) return
      end?.()
      end = undefined
    }
  }
}
