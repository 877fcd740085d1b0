import type { Corners } from '../model/brand.js'

/** How the hosted pages look and what they link to. */
export interface HostedPagesOptions {
  /** The name at the top. Default: `service`. */
  name?: string | undefined
  /** An SVG or PNG file of at most 100 KiB: its path, or a `data:` URL. Default: the name alone. */
  logo?: string | undefined
  /** The colour of buttons, links and focus, as `#rrggbb`. Text on it and beside it is made readable in both themes. */
  accent?: string | undefined
  /** How round boxes and buttons are. Default: `soft`. */
  corners?: Corners | undefined
  /** Pages of your own that every page names at its foot: whole addresses. */
  links?:
    | { privacy?: string | undefined; terms?: string | undefined; support?: string | undefined }
    | undefined
}

/** What stands for the hosted pages in the configuration. */
export interface HostedPages {
  readonly hosted: HostedPagesOptions
}

/**
 * Pages for signing up, signing in and looking after the account, shown by Latchkey itself: `browser: { topology, pages:
 * hostedPages() }`. They work without JavaScript.
 */
export const hostedPages = (options: HostedPagesOptions = {}): HostedPages => ({ hosted: options })
