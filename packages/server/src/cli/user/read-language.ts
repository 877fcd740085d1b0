import { LOCALES, type Locale } from '../../model/locale.js'
import { UsageError } from '../command-error.js'

/** The language of a message. @throws UsageError for one that messages are not written in */
export const readLanguage = (text = 'en'): Locale => {
  const found = LOCALES.find((locale) => locale === text)
  if (found !== undefined) return found
  throw new UsageError(
    `${JSON.stringify(text)} is no language messages are written in.`,
    `Give --language ${LOCALES.join(', or ')}.`,
  )
}
