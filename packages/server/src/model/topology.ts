/** Both live on one origin as far as the browser can tell: a proxy of the app may pass Latchkey's paths on. */
export interface SameOriginTopology {
  readonly kind: 'same-origin'
  /** The origin of the pages, `https://app.example.com`. Links in messages lead there. */
  readonly app: string
  /**
   * Below which path of the app the browser reaches Latchkey, such as `/auth`. Providers send people back there.
   * Default: that of the issuer where it is on the app's origin, else `/auth`.
   */
  readonly path?: string
}

/** Two origins of one site: `https://app.example.com` and `https://auth.example.com`; on one machine, two ports. */
export interface SubDomainTopology {
  readonly kind: 'sub-domain'
  /** The origin of the pages. Links in messages lead there. */
  readonly app: string
  /** Further origins of the same site whose pages may sign people in and out. */
  readonly otherApps?: readonly string[]
}

/** Two sites: `https://app.example.com` and `https://auth.example.net`. Each site that shows pages has sessions of its own. */
export interface CrossSiteTopology {
  readonly kind: 'cross-site'
  /** The origin of the pages. Links in messages lead there. */
  readonly app: string
  /** Further origins whose pages may sign people in and out. */
  readonly otherApps?: readonly string[]
}

/** Where the pages are, seen from Latchkey. What cookies can do follows from it. */
export type Topology = SameOriginTopology | SubDomainTopology | CrossSiteTopology

/** What a cookie of ours says about itself, beside its name and value (RFC 6265bis §4.1). */
export interface CookieSettings {
  /** `__Host-`: bound to one host, so that no neighbour can plant one (RFC 6265bis §4.1.3.2). Only with `secure`. */
  readonly prefix: '__Host-' | ''
  readonly secure: boolean
  readonly sameSite: 'Lax' | 'None'
  /** One jar for each site that shows the pages (CHIPS). Browsers that block third-party cookies keep it nevertheless. */
  readonly partitioned: boolean
}

/** What follows from a topology. */
export interface BrowserSettings {
  /** The origin links in messages lead to. */
  readonly app: string
  /** The origins that show pages of the application. */
  readonly apps: readonly string[]
  /** Where browsers reach Latchkey, without a slash at the end: its own address, or a path of the app. */
  readonly home: string
  /** Every origin whose pages may change something: the apps, and Latchkey's own. */
  readonly allowedOrigins: readonly string[]
  /** Whether pages talk to another origin than theirs, so that CORS has to let them. */
  readonly crossOrigin: boolean
  readonly cookie: CookieSettings
  /** Where the hosted pages are, with a slash at the end; undefined when the application shows its own. */
  readonly hostedPages?: string | undefined
  /** Where the operators' console is, with a slash at the end; undefined when it is shut. */
  readonly console?: string | undefined
}
