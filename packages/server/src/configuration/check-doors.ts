import type { DjangoIdKind } from '../model/django-account.js'
import type {
  DjangoSessionSettings,
  DjRestAuthSettings,
  DrfTokenSettings,
  FastapiTokensSettings,
} from '../model/django-doors.js'
import { DAY } from '../model/time.js'
import { checkDjRestAuth } from './check-dj-rest-auth.js'
import { checkDjangoSession } from './check-django-session.js'
import {
  checkFrontendServers,
  checkLifetime,
  checkPath,
  type GivenToDoors,
  mayName,
} from './check-door-options.js'
import { checkFormerKey, type FormerKeySettings } from './check-former-key.js'
import type { Report } from './configuration-error.js'
import type { DoorConfiguration, DrfTokenOptions, FastapiTokensOptions } from './doors.js'

type CheckedDoor = (DjangoSessionSettings | DjRestAuthSettings | DrfTokenSettings | FastapiTokensSettings) & {
  readonly former: FormerKeySettings | undefined
}

/** A door that has been checked, with every default filled in. */
export type DoorSettings = CheckedDoor & {
  /** Providers it names that are not in the configuration: operators set them. */
  readonly awaited: readonly string[]
}

/** Options → doors, and what the primary keys of new people are. */
export const checkDoors = (
  doors: readonly DoorConfiguration[],
  given: GivenToDoors,
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
    doors: doors.map((door, index) => ({
      ...checkDoor(door, given, at(`doors[${index}]`, report)),
      awaited: namedBy(door).filter((id) => given.providers.every((provider) => provider.id !== id)),
    })),
    userIds: kinds.has('uuid') ? 'uuid' : 'integer',
  }
}

/** Those a door was told to name; what it names by itself is for whoever sets that provider. */
const namedBy = ({ kind, options }: DoorConfiguration): readonly string[] => {
  switch (kind) {
    case 'drfToken':
      return Object.keys(options.signIn ?? {})
    case 'djRestAuth':
      return Object.keys(options.social ?? {})
    case 'djangoSession':
      return Object.values(options.social ?? {}).map(({ provider }) => provider)
    case 'fastapiTokens':
      return []
  }
}

/** Names options below one place. */
const at =
  (place: string, report: Report): Report =>
  (option, problem, fix) =>
    report(option === '' ? place : `${place}.${option}`, problem, fix)

const checkDoor = (door: DoorConfiguration, given: GivenToDoors, report: Report): CheckedDoor => {
  const usual = door.kind === 'djangoSession' ? '/api' : ''
  const prefix = checkPath('prefix', door.options.prefix ?? usual, report)
  switch (door.kind) {
    case 'drfToken':
      return { ...checkDrfToken(door.options, given, report), prefix, former: undefined }
    case 'djRestAuth':
      return { ...checkDjRestAuth(door.options, given, report), prefix }
    case 'fastapiTokens':
      return { ...checkFastapiTokens(door.options, report), prefix }
    case 'djangoSession': {
      const settings = checkDjangoSession(door.options, given, report)
      checkLifetime('lifetime', settings.lifetime, report)
      return { ...settings, prefix, former: undefined }
    }
  }
}

const checkDrfToken = (
  {
    signIn = { google: '/google/' },
    signOut = '/logout/',
    otherDevices = 'stay',
    refusals = 'json',
  }: DrfTokenOptions,
  given: GivenToDoors,
  report: Report,
): Omit<DrfTokenSettings, 'prefix'> => {
  for (const id of Object.keys(signIn)) {
    if (mayName(given, id, ({ idTokens }) => idTokens !== undefined)) continue
    report(
      `signIn.${id}`,
      `there is no provider ${JSON.stringify(id)} with ID tokens`,
      `Add it to providers, ${id}({ … }), or take it out here. GitHub and Facebook have no ID tokens; this door takes nothing else.`,
    )
  }
  return {
    kind: 'drfToken',
    signIn: new Map(
      Object.entries(signIn).map(([id, path]) => [id, `${checkPath(`signIn.${id}`, path, report)}/`]),
    ),
    signOut: `${checkPath('signOut', signOut, report)}/`,
    endOthers: otherDevices === 'end',
    isUnreadable: refusals === 'unreadable',
  }
}

const checkFastapiTokens = (
  { lifetime = 30 * DAY, former, frontendServers }: FastapiTokensOptions,
  report: Report,
): Omit<FastapiTokensSettings, 'prefix'> & Pick<DoorSettings, 'former'> => {
  checkLifetime('lifetime', lifetime, report)
  return {
    kind: 'fastapiTokens',
    lifetime,
    frontendServers: checkFrontendServers(frontendServers, report),
    former: checkFormerKey(former, report),
  }
}
