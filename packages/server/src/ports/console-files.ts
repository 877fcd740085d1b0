/** One file of the operators' console. */
export interface ConsoleFile {
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer>
  /** The same, compressed (RFC 1952); undefined where that saves nothing. */
  readonly gzip: Uint8Array<ArrayBuffer> | undefined
}

/** The operators' console as it was built. */
export interface ConsoleFiles {
  /** The page, with places for what differs between servers. */
  readonly page: string
  /** By their path below the console: `assets/index-B2x9.js`. */
  readonly assets: ReadonlyMap<string, ConsoleFile>
}
