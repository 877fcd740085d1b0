/** From where something was asked, as far as that is known. Nothing here is proved. */
export interface Caller {
  /** An IPv4 address, or the first 64 bits of an IPv6 one. */
  readonly network: string | undefined
  /** What made the request, as it names itself. */
  readonly userAgent: string | undefined
}
