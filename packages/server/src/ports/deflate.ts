/** DEFLATE (RFC 1951) in the ZLIB format (RFC 1950), off the caller's thread. */
export type Deflate = (bytes: Uint8Array) => Promise<Uint8Array>
