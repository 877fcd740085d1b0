import type { Locale } from '../../model/locale.js'
import { de } from './de.js'
import { en } from './en.js'
import { fr } from './fr.js'
import type { Words } from './words.js'

const languages: Readonly<Record<Locale, Words>> = { en, de, fr }

/** What the pages say, in one language. */
export const wordsIn = (locale: Locale): Words => languages[locale]
