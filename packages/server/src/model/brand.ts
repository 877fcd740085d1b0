/** A picture that stands for the product, as it is served. */
export interface Logo {
  readonly type: 'image/svg+xml' | 'image/png'
  readonly bytes: Uint8Array
}

export const CORNERS = ['square', 'soft', 'round'] as const
export type Corners = (typeof CORNERS)[number]

/** How the hosted pages look like those of the product. */
export interface Brand {
  /** The name people know the product by. */
  readonly name: string
  readonly logo: Logo | undefined
  /** `#rrggbb`, in lower case. */
  readonly accent: string
  readonly corners: Corners
  /** Whole addresses of the project's own pages. */
  readonly links: {
    readonly privacy?: string | undefined
    readonly terms?: string | undefined
    readonly support?: string | undefined
  }
}
