/** A topology that is deployed, as it is looked at from outside. */
export interface Deployment {
  /** Where the server is asked. */
  readonly url: URL
  /** What every token and document must name, to the letter. */
  readonly issuer: string
  /** Where browsers reach it: its own address, or a path of the app. */
  readonly home: string
  /** The origins that show pages. */
  readonly apps: readonly string[]
  /** Undefined: no configuration is at hand. */
  readonly trustedProxies: number | undefined
  /** Whether the browser door is open; undefined when nobody says. */
  readonly hasBrowserDoor: boolean | undefined
}

/** An address below another one. @param base without a slash at the end, or with one */
export const below = (base: string | URL, path: string): URL =>
  new URL(String(base).replace(/\/+$/, '') + path)
