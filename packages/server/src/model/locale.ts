/** The languages messages are written in. */
export const LOCALES = ['en', 'de', 'fr'] as const
export type Locale = (typeof LOCALES)[number]

const MAX_LENGTH = 500
const MAX_RANGES = 20

/**
 * The language to write to a person in, from the `Accept-Language` of their browser (RFC 9110 §12.5.4, basic filtering of
 * RFC 4647 §3.3.1). English when it names none of ours.
 */
export const chooseLocale = (acceptLanguage: string | undefined): Locale =>
  namedLocale(acceptLanguage) ?? 'en'

/** The first of ours in such a list, the most wanted first; undefined when it names none. */
export const namedLocale = (languages: string | undefined): Locale | undefined => {
  const ranges = (languages ?? '').slice(0, MAX_LENGTH).split(',', MAX_RANGES).map(readRange)
  const wanted = ranges.filter(({ quality }) => quality > 0).toSorted((a, b) => b.quality - a.quality)
  for (const { language } of wanted) {
    const found = LOCALES.find((locale) => locale === language)
    if (found !== undefined) return found
  }
  return undefined
}

const readRange = (text: string): { language: string; quality: number } => {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const q = parameters.find((parameter) => parameter.startsWith('q='))
  const quality = q === undefined ? 1 : Number(q.slice(2))
  return { language: range.split('-', 1)[0] ?? '', quality: Number.isFinite(quality) ? quality : 0 }
}
