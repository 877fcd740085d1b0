import type { html } from 'hono/html'
import type { Brand } from '../model/brand.js'
import type { Locale } from '../model/locale.js'
import type { PasswordRules } from '../model/password-rules.js'
import type { ProfileField } from '../model/profile-field.js'
import type { Words } from './words/words.js'

/** HTML in which everything that came from elsewhere is escaped. */
export type Html = ReturnType<typeof html>

/** What all hosted pages of one server have in common. */
export interface Site {
  readonly brand: Brand
  /** The path below which browsers reach Latchkey, without a slash at the end: `/auth`, or nothing. */
  readonly home: string
  /** The origin of the app. */
  readonly app: string
  readonly stylesheet: string
  readonly logo: string | undefined
  /** Whom people can sign in with. */
  readonly providers: readonly { readonly id: string; readonly name: string }[]
  /** The ids of all with which somebody can sign in at this moment, those without a button too. */
  readonly knownProviders: readonly string[]
  readonly profileFields: readonly ProfileField[]
  readonly passwordRules: PasswordRules
  /** Whether people can make API keys. */
  readonly hasApiKeys: boolean
}

/** One page for one reader: where it stands, in which language, and what its forms prove themselves with. */
export interface Frame {
  readonly site: Site
  readonly locale: Locale
  readonly words: Words
  readonly csrfToken: string
  /** Of an operator who acts as somebody else in this browser. */
  readonly support?: Support
}

/** Who acts as somebody else; `over` when that session has run out and the way back is open. */
export type Support = { readonly operator: string } | 'over'

/** The address of a page of ours; parameters that are undefined are left out. */
export const pageHref = (
  { site }: Pick<Frame, 'site'>,
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string => {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value)
  const text = parameters.toString()
  return site.home + path + (text === '' ? '' : `?${text}`)
}
