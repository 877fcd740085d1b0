import { quote } from '../jwt/jwt-failure.js'
import type { Explanation } from './explanation.js'
import type { LenientlyRead } from './read-leniently.js'

/** Members that name things: none of them opens anything, or is about a person beyond naming them. */
const SHOWN = {
  header: ['alg', 'typ', 'kid'],
  payload: [
    ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'sid', 'client_id', 'azp', 'scope', 'scp'],
    ...['roles', 'permissions', 'amr', 'acr', 'auth_time'],
  ],
} as const

/** What a token says about itself. Whatever else it holds, such as a nonce or an address, is told by its name alone. */
export function tellClaims({ header, payload }: LenientlyRead): Pick<Explanation, 'says' | 'unshown'> {
  const head = header?.ok === true ? header.header : {}
  return {
    says: { ...pick(head, SHOWN.header), ...pick(payload ?? {}, SHOWN.payload) },
    unshown: [...others(head, SHOWN.header), ...others(payload ?? {}, SHOWN.payload)],
  }
}

type Members = Readonly<Record<string, unknown>>

const pick = (members: Members, names: readonly string[]): Members =>
  Object.fromEntries(
    names.filter((name) => Object.hasOwn(members, name)).map((name) => [name, flat(members[name])]),
  )

/** Whoever wrote the token chose how deep it is nested. */
const flat = (value: unknown): unknown =>
  (Array.isArray(value) ? value : [value]).every((one) => typeof one !== 'object') ? value : quote(value)

const others = (members: Members, names: readonly string[]): readonly string[] =>
  Object.keys(members).filter((name) => !names.includes(name))
