import type { SimpleJwtPair } from '../../flows/django/steps/issue-simple-jwt.js'
import { toDjangoUser } from '../../model/django-account.js'
import type { DjRestAuthSettings, DoorCookies } from '../../model/django-doors.js'
import { type Millis, SECOND } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import { answerDoor } from './answer-door.js'

/** The answer to a sign-in: the pair under the names this frontend knows, and the person. */
export const answerSimpleJwt = (
  { clock }: { readonly clock: Clock },
  settings: DjRestAuthSettings,
  pair: SimpleJwtPair,
): Response => {
  const { names, cookies, describeUser } = settings
  return answerDoor(
    {
      [names.access]: pair.access,
      [names.refresh]: pair.refresh,
      user: describeUser(toDjangoUser(pair.user, pair.account)),
    },
    {
      headers: { vary: 'Accept, Cookie' },
      setCookies: cookies === undefined ? [] : setTokenCookies({ clock }, settings, pair),
    },
  )
}

/** Both cookies, for as long as what is in them. */
export const setTokenCookies = (
  { clock }: { readonly clock: Clock },
  { cookies, limits }: Pick<DjRestAuthSettings, 'cookies' | 'limits'>,
  pair: SimpleJwtPair,
): readonly string[] => {
  if (cookies === undefined) return []
  const now = clock.now()
  return [
    line(cookies, cookies.access, { value: pair.access, expiresAt: pair.accessExpiresAt, now }),
    line(cookies, cookies.refresh, { value: pair.refresh, expiresAt: now + limits.idleLimit, now }),
  ]
}

export const clearTokenCookies = (cookies: DoorCookies | undefined): readonly string[] =>
  cookies === undefined
    ? []
    : [cookies.access, cookies.refresh].map((name) =>
        line(cookies, name, { value: '""', expiresAt: 0, now: 0 }),
      )

/** With both attributes, as Django writes them. */
const line = (
  { sameSite, secure }: DoorCookies,
  name: string,
  { value, expiresAt, now }: { readonly value: string; readonly expiresAt: Millis; readonly now: Millis },
): string =>
  [
    `${name}=${value}`,
    `expires=${new Date(expiresAt).toUTCString()}`,
    'HttpOnly',
    `Max-Age=${Math.floor((expiresAt - now) / SECOND)}`,
    'Path=/',
    `SameSite=${sameSite}`,
    ...(secure ? ['Secure'] : []),
  ].join('; ')
