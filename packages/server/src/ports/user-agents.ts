/** What a browser says it is. Good for a person to recognise it by, for nothing that has to be true. */
export interface DescribedDevice {
  /** `Chrome`, `Firefox`; null when it is none we know. */
  readonly browser: string | null
  /** `Linux`, `iOS`; null when it is none we know. */
  readonly system: string | null
  readonly kind: 'desktop' | 'mobile' | 'tablet' | 'unknown'
}

/** Reads `User-Agent` headers (RFC 9110 §10.1.5). */
export interface UserAgents {
  /** Never throws, and never repeats the caller's own words. */
  describe(userAgent: string | null): DescribedDevice
}
