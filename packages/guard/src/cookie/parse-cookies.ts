/** One cookie of a request. */
interface Cookie {
  readonly name: string
  readonly value: string
}

const LONGEST = 16 * 1024

/** RFC 6265 §5.4. Of two with one name the first counts: the browser puts the more specific one there. */
export const parseCookies = (header: string | null): readonly Cookie[] => {
  if (header === null || header.length > LONGEST) return []
  return header.split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    return at < 0 ? [] : [{ name: trimBlanks(pair.slice(0, at)), value: trimBlanks(pair.slice(at + 1)) }]
  })
}

/**
 * Blanks are space and tab, and no other: a name behind a no-break space has no `__Host-` prefix for the browser, so that any
 * neighbouring host may have set it.
 */
const trimBlanks = (text: string): string => {
  let from = 0
  let to = text.length
  while (from < to && isBlank(text.charCodeAt(from))) from += 1
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1
  return text.slice(from, to)
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09
