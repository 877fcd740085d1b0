import type { DjangoSessionSettings, DjangoSocialSettings } from '../model/django-doors.js'
import { DAY } from '../model/time.js'
import { type GivenToDoors, mayName } from './check-door-options.js'
import type { Report } from './configuration-error.js'
import type { DjangoSessionOptions, DjangoSocialOptions } from './doors.js'

/** Options → a door for pages with Django's session cookie. */
export const checkDjangoSession = (
  { lifetime = 14 * DAY, origins, social = {} }: DjangoSessionOptions,
  known: GivenToDoors,
  report: Report,
): Omit<DjangoSessionSettings, 'prefix'> => {
  const { issuer, pageOrigins } = known
  const own = originOf(issuer)
  return {
    kind: 'djangoSession',
    lifetime,
    origins: checkOrigins(origins, report) ?? pageOrigins ?? (own === undefined ? [] : [own]),
    isSecure: issuer.startsWith('https:'),
    social: new Map(
      Object.entries(social).map(([name, given]) => [name, checkSocial(name, given, { known, report })]),
    ),
  }
}

const checkOrigins = (
  origins: readonly string[] | undefined,
  report: Report,
): readonly string[] | undefined => {
  if (origins?.length === 0)
    report(
      'origins',
      'there is none, so that no page could sign anybody in',
      'Name the origin of your pages, or leave it out.',
    )
  origins?.forEach((origin, index) => {
    if (originOf(origin) === origin) return
    report(
      `origins[${index}]`,
      `${JSON.stringify(origin.slice(0, 100))} is no origin`,
      'Write it as browsers do, without a path and a slash at the end: https://app.example.com.',
    )
  })
  return origins
}

/** As it stands in a path. */
const NAME = /^[a-z0-9][a-z0-9_-]*$/i

const checkSocial = (
  name: string,
  { provider, redirectUri }: DjangoSocialOptions,
  { known, report }: { readonly known: GivenToDoors; readonly report: Report },
): DjangoSocialSettings => {
  const at = `social.${name}`
  if (!NAME.test(name))
    report(at, 'its name is part of an address, and not written like one', 'Use letters, digits, - and _.')
  if (!mayName(known, provider, ({ codeFlow }) => codeFlow !== undefined)) {
    report(
      `${at}.provider`,
      `there is no provider ${JSON.stringify(provider.slice(0, 60))} that redeems codes`,
      'Add it to providers, with its secret: google({ clientIds: […], clientSecret: … }), for example.',
    )
  }
  if (originOf(redirectUri) === undefined || redirectUri.includes('#')) {
    report(
      `${at}.redirectUri`,
      `${JSON.stringify(redirectUri.slice(0, 100))} is no address people could come back to`,
      'Write the one your pages send to the provider, whole: https://app.example.com/auth/google-oauth2/callback.',
    )
  }
  return { provider, redirectUri }
}

const originOf = (text: string): string | undefined => {
  if (!URL.canParse(text)) return undefined
  const { protocol, origin } = new URL(text)
  return /^https?:$/.test(protocol) ? origin : undefined
}
