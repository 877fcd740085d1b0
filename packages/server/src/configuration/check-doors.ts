import type { DjangoIdKind } from '../model/django-account.js'
import type { DjangoSessionSettings, DrfTokenSettings, FastapiTokensSettings } from '../model/django-doors.js'
import { DAY, SECOND } from '../model/time.js'
import type { Provider } from '../sign-in/social/provider.js'
import { checkDjangoSession, type DoorSite } from './check-django-session.js'
import { checkFormerKey, type FormerKeySettings } from './check-former-key.js'
import type { Report } from './configuration-error.js'
import type { DoorConfiguration, DrfTokenOptions, FastapiTokensOptions } from './doors.js'

/** A door that has been checked, with every default filled in. */
export type DoorSettings = (DrfTokenSettings | FastapiTokensSettings | DjangoSessionSettings) & {
  readonly former: FormerKeySettings | undefined
}

/** Options → doors, and what the primary keys of new people are. */
export const checkDoors = (
  doors: readonly DoorConfiguration[],
  site: DoorSite,
  report: Report,
): { readonly doors: readonly DoorSettings[]; readonly userIds: DjangoIdKind } => {
  const kinds = new Set(doors.map(({ options }) => options.userIds ?? 'integer'))
  if (kinds.size > 1) {
    report(
      'doors',
      'some give new people whole numbers as primary keys, and some UUIDs',
      'Give every door the same userIds: the kind your API keeps.',
    )
  }
  return {
    doors: doors.map((door, index) => checkDoor(door, site, at(`doors[${index}]`, report))),
    userIds: kinds.has('uuid') ? 'uuid' : 'integer',
  }
}

/** Names options below one place. */
const at =
  (place: string, report: Report): Report =>
  (option, problem, fix) =>
    report(option === '' ? place : `${place}.${option}`, problem, fix)

const checkDoor = (door: DoorConfiguration, site: DoorSite, report: Report): DoorSettings => {
  const usual = door.kind === 'djangoSession' ? '/api' : ''
  const prefix = checkPath('prefix', door.options.prefix ?? usual, report)
  switch (door.kind) {
    case 'drfToken':
      return { ...checkDrfToken(door.options, site.providers, report), prefix, former: undefined }
    case 'fastapiTokens':
      return { ...checkFastapiTokens(door.options, report), prefix }
    case 'djangoSession': {
      const settings = checkDjangoSession(door.options, site, report)
      checkLifetime('lifetime', settings.lifetime, report)
      return { ...settings, prefix, former: undefined }
    }
  }
}

const checkDrfToken = (
  { signIn = { google: '/google/' }, otherDevices = 'stay', refusals = 'json' }: DrfTokenOptions,
  providers: readonly Provider[],
  report: Report,
): Omit<DrfTokenSettings, 'prefix'> => {
  for (const id of Object.keys(signIn)) {
    if (providers.some((provider) => provider.id === id && provider.idTokens !== undefined)) continue
    report(
      `signIn.${id}`,
      `there is no provider ${JSON.stringify(id)} with ID tokens`,
      'Add it to providers: google({ clientIds: […] }), for example.',
    )
  }
  return {
    kind: 'drfToken',
    signIn: new Map(
      Object.entries(signIn).map(([id, path]) => [id, `${checkPath(`signIn.${id}`, path, report)}/`]),
    ),
    endOthers: otherDevices === 'end',
    isUnreadable: refusals === 'unreadable',
  }
}

const checkFastapiTokens = (
  { lifetime = 30 * DAY, former }: FastapiTokensOptions,
  report: Report,
): Omit<FastapiTokensSettings, 'prefix'> & Pick<DoorSettings, 'former'> => {
  checkLifetime('lifetime', lifetime, report)
  return { kind: 'fastapiTokens', lifetime, former: checkFormerKey(former, report) }
}

const checkLifetime = (name: string, value: number, report: Report): void => {
  if (Number.isSafeInteger(value) && value >= SECOND) return
  report(
    name,
    `${value} is not a whole number of milliseconds, at least a second`,
    'Give milliseconds, for example 30 * 24 * 60 * 60_000.',
  )
}

const PATH = /^(?:\/[A-Za-z0-9._~-]+)*\/?$/

/** @returns the path without a slash at its end */
const checkPath = (name: string, path: string, report: Report): string => {
  if (!PATH.test(path))
    report(
      name,
      `${JSON.stringify(path.slice(0, 100))} is no path`,
      'Begin with a slash, and use letters, digits and hyphens: /api/auth.',
    )
  return path.replace(/\/$/, '')
}
