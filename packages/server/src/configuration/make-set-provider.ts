import type { ProviderKind, ProviderSecretName } from '@latchkey/contract'
import type { Misfit } from '../sign-in/social/find-misfits.js'
import { keepPublic } from '../sign-in/social/keep-public.js'
import type { MakeProvider, ProviderMistake, ProviderWish } from '../sign-in/social/live-providers.js'
import type { Provider } from '../sign-in/social/provider.js'
import { checkProvider } from './check-providers.js'
import { SET_PROVIDER_KINDS } from './set-provider-kinds.js'

export interface SetProviderRules {
  /** In production, and reached from other machines. */
  readonly isPublic: boolean
  /** Whether providers may be in private networks. */
  readonly allowPrivate: boolean
  /** What is wrong with where a provider is to be asked; undefined when nothing is. */
  readonly problemWithAddress: (url: string) => string | undefined
}

/** What an operator says → a provider, by the functions and the rules of the configuration. */
export const makeSetProvider =
  (rules: SetProviderRules): MakeProvider =>
  (wish) => {
    const make = Object.hasOwn(SET_PROVIDER_KINDS, wish.kind) ? SET_PROVIDER_KINDS[wish.kind] : undefined
    if (make === undefined)
      return {
        provider: undefined,
        mistakes: [
          {
            at: 'kind',
            problem: 'there is no such kind here',
            fix: 'Run the version of Latchkey that wrote it.',
          },
        ],
      }
    const mistakes: ProviderMistake[] = [...checkAddresses(wish, rules), ...checkSecrets(wish)]
    const made = make(wish)
    if (made.misgiven !== undefined)
      mistakes.push(...made.misgiven.misfits.map((misfit) => explainMisfit(wish, misfit)))
    const provider: Provider = { ...made, id: wish.id, name: wish.options.name ?? nameOf(wish, made) }
    if (made.misgiven === undefined)
      checkProvider(provider, { at: '', isPublic: rules.isPublic }, (at, problem, fix) => {
        mistakes.push({ at: placeOf(at), problem, fix: fix.replace(', through the environment', '') })
      })
    if (mistakes.length === 0) return { provider: rules.allowPrivate ? provider : keepPublic(provider) }
    return { provider: undefined, mistakes }
  }

/** Any OpenID Connect issuer is known by nothing but its id. */
const nameOf = ({ kind, id }: ProviderWish, { name }: Provider): string => (kind === 'oidc' ? id : name)

/** Where a mistake is in what the operator sent, for where it is in the options of the function. */
const PLACES: Readonly<Record<string, string>> = {
  clientId: 'options.clientIds',
  clientSecret: 'secrets.clientSecret',
  'key.teamId': 'options.teamId',
  'key.keyId': 'options.keyId',
  'key.privateKey': 'secrets.privateKey',
  'securityEvents.token': 'secrets.eventToken',
}

const placeOf = (at: string): string => {
  const option = at.replace(/^\./, '')
  return PLACES[option] ?? (option === '' ? 'options' : `options.${option}`)
}

const ADDRESSES = ['issuer', 'domain', 'realmUrl', 'baseUrl', 'apiUrl'] as const

const checkAddresses = (
  { options }: ProviderWish,
  { problemWithAddress }: SetProviderRules,
): readonly ProviderMistake[] =>
  ADDRESSES.flatMap((name) => {
    const address = options[name]
    const problem = address === undefined ? undefined : problemWithAddress(address)
    return problem === undefined
      ? []
      : [{ at: `options.${name}`, problem, fix: 'Write a whole one, such as https://sso.example.com.' }]
  })

const OAUTH: readonly ProviderKind[] = ['github', 'facebook', 'discord', 'spotify', 'x']

const secretsOf = (kind: ProviderKind): readonly ProviderSecretName[] => {
  if (kind === 'apple') return ['privateKey']
  return OAUTH.includes(kind) ? ['clientSecret'] : ['clientSecret', 'eventToken']
}

const checkSecrets = ({ kind, options, secrets }: ProviderWish): readonly ProviderMistake[] => {
  const known = secretsOf(kind)
  const given = Object.keys(secrets) as ProviderSecretName[]
  return given
    .filter(
      (name) => !known.includes(name) || (name === 'eventToken' && options.securityEvents === undefined),
    )
    .map((name) => ({
      at: `secrets.${name}`,
      problem: 'nothing asks for it',
      fix: name === 'eventToken' ? 'Have security events heard, or take it out.' : 'Take it out.',
    }))
}

const explainMisfit = ({ kind, options }: ProviderWish, misfit: Misfit): ProviderMistake => {
  const at = placeOf(misfit.path.join('.'))
  switch (misfit.kind) {
    case 'unknown':
      return { at, problem: `a provider of the kind ${kind} has no such option`, fix: 'Take it out.' }
    case 'wrong_value':
      return {
        at,
        problem: 'it is none of the values there are',
        fix: `Write of these: ${misfit.values.join(', ')}.`,
      }
    case 'wrong_type':
      if (at === 'options.clientIds' && options.clientIds !== undefined)
        return { at, problem: 'there must be one', fix: 'Give the client id of the secret, and no other.' }
      return {
        at,
        problem: 'it is missing',
        fix: 'Copy it from the pages of the provider: docs/social-sign-in.md says where it is.',
      }
  }
}
