/** Where the browser door answers, seen from the page. */
export interface DoorAddress {
  /** @param path one of the contract's, maybe with a query */
  urlOf(path: string): string
  /** Undefined outside a browser when the address is a path. */
  origin(): string | undefined
  /** A cookie goes along to another origin only when asked for (Fetch §2.2.5). */
  credentials(): RequestCredentials
}

/**
 * `/auth` or `https://auth.example.com` → address. Looks at the page only when asked, so it can be made during server
 * rendering.
 *
 * @throws TypeError when it is neither
 */
export const readDoorAddress = (baseUrl: string): DoorAddress => {
  const base = baseUrl.replace(/\/+$/, '')
  if (!isPath(base) && !isHttpUrl(base)) {
    throw new TypeError(
      `baseUrl must be a path such as '/auth' or a URL such as 'https://auth.example.com', without query: ${baseUrl}`,
    )
  }
  const origin = () => (isPath(base) ? pageOrigin() : new URL(base).origin)
  return {
    urlOf: (path) => `${base}${path}`,
    origin,
    credentials: () => (origin() === pageOrigin() ? 'same-origin' : 'include'),
  }
}

/** The origin of the page, or undefined where there is none. */
export const pageOrigin = (): string | undefined =>
  typeof location === 'undefined' ? undefined : location.origin

const isPath = (base: string): boolean => base === '' || /^\/[^/\\?#][^\\?#]*$/.test(base)

const isHttpUrl = (base: string): boolean => {
  if (!URL.canParse(base)) return false
  const { protocol, search, hash, username, password } = new URL(base)
  return /^https?:$/.test(protocol) && `${search}${hash}${username}${password}` === ''
}
