/** An authentication scheme under which a guard looks for a token (RFC 9110 §11.1). */
export interface Scheme {
  /** As the `Authorization` header writes it; in lower case unless the case counts. */
  readonly name: string
  readonly isCaseSensitive: boolean
  /** Finds it behind another one: some hosts join repeated headers with commas (RFC 9110 §5.3). */
  readonly hidden: RegExp
}

/** @param options.isCaseSensitive only where a former backend was; RFC 9110 §11.1 has it otherwise */
export const schemeNamed = (name: string, { isCaseSensitive = false } = {}): Scheme => ({
  name: isCaseSensitive ? name : name.toLowerCase(),
  isCaseSensitive,
  hidden: new RegExp(`,\\s*${name}\\s`, 'i'),
})

/** RFC 6750 §2.1. */
export const BEARER = schemeNamed('Bearer')
/** RFC 9449 §7.1. */
export const DPOP = schemeNamed('DPoP')
/** What scripts and frontends of Django REST framework write before an opaque token. */
export const TOKEN = schemeNamed('Token')
