import { isReservedClaim } from '../model/reserved-claims.js'
import type { HookOutcome, SignInReply, TokenReply } from '../ports/hooks.js'
import { copyJson, isPlainObject } from './copy-json.js'

/** What a hook answered makes no sense. The message is for the log: it names members, and repeats no value. */
class HookReplyError extends Error {
  override readonly name = 'HookReplyError'
}

const LONGEST_REASON = 300
const MOST_ROLES = 100
const LONGEST_ROLE = 100
/** UTF-8, as JSON: both together with our own claims and a signature, in base64url, stay below what a guard reads (8192 characters). */
const LARGEST_CLAIMS = 3_072
const LARGEST_ROLES = 1_536

/** A hook that says yes or no. */
export const readPlainReply = (answer: unknown): HookOutcome<object> => readReply(answer, {})

/** @throws HookReplyError, or whatever a getter of the answer throws */
export const readSignInReply = (answer: unknown): HookOutcome<SignInReply> =>
  readReply(answer, { roles: readRoles })

/** Roles that nobody could take away again: the next sign-in of this kind brings no groups either. */
export const readReplyWithoutProvider = (answer: unknown): HookOutcome<SignInReply> =>
  readReply(answer, {
    roles: () => {
      throw new HookReplyError(
        'roles are what a provider gives: leave them out when proof.kind is "password"',
      )
    },
  })

/** @throws HookReplyError, or whatever a getter of the answer throws */
export const readTokenReply = (answer: unknown): HookOutcome<TokenReply> =>
  readReply(answer, { claims: readClaims })

/** Yes is `undefined` or an object with nothing but what is known: whoever misspells a member, or answers `false`, must learn of it. */
const readReply = <Reply extends object>(
  answer: unknown,
  readers: { readonly [Name in keyof Reply]-?: (value: unknown) => Reply[Name] },
): HookOutcome<Reply> => {
  if (answer === undefined) return { outcome: 'allowed', reply: {} as Reply }
  if (!isPlainObject(answer))
    throw new HookReplyError(`it answered ${nameKind(answer)}: return deny('…'), an object, or nothing`)
  if ('deny' in answer) return { outcome: 'denied', reason: readReason(answer['deny']) }
  const members = Object.keys(answer).map((name) => {
    if (!Object.hasOwn(readers, name))
      throw new HookReplyError(`it answered ${JSON.stringify(name.slice(0, 60))}, which means nothing here`)
    const value = answer[name]
    return [name, value === undefined ? undefined : readers[name as keyof Reply](value)] as const
  })
  const given = members.filter(([, value]) => value !== undefined)
  return { outcome: 'allowed', reply: Object.fromEntries(given) as Reply }
}

const nameKind = (value: unknown): string => {
  if (value === null) return 'null'
  return typeof value === 'object' ? 'an object of a kind of its own' : `a ${typeof value}`
}

/** Plain text in one line. What is left of a reason that is none is a no all the same. */
const readReason = (reason: unknown): string => {
  if (typeof reason !== 'string') return ''
  const line = reason.slice(0, 10 * LONGEST_REASON).replaceAll(/[\p{Cc}\p{Cs}\p{Bidi_Control}\s]+/gu, ' ')
  return Array.from(line.trim()).slice(0, LONGEST_REASON).join('')
}

const readRoles = (value: unknown): readonly string[] => {
  const roles = copyJson(value)
  if (!Array.isArray(roles) || roles.length > MOST_ROLES)
    throw new HookReplyError(`roles is no list of at most ${MOST_ROLES} names`)
  const names = [...new Set(roles.map(readRole))]
  if (sizeOf(names) > LARGEST_ROLES)
    throw new HookReplyError(`roles are ${sizeOf(names)} bytes of JSON, and may be ${LARGEST_ROLES}`)
  return names
}

const sizeOf = (json: unknown): number => Buffer.byteLength(JSON.stringify(json))

const readRole = (role: unknown): string => {
  const fits = typeof role === 'string' && /^[^\p{C}]+$/u.test(role) && role.length <= LONGEST_ROLE
  if (!fits) throw new HookReplyError(`a role is no name of 1 to ${LONGEST_ROLE} characters`)
  return role
}

const readClaims = (value: unknown): Readonly<Record<string, unknown>> => {
  const claims = copyJson(value)
  if (!isPlainObject(claims)) throw new HookReplyError('claims is no object')
  const reserved = Object.keys(claims).filter(isReservedClaim)
  if (reserved.length > 0) throw new HookReplyError(`claims may not set ${reserved.join(', ')}`)
  if (sizeOf(claims) > LARGEST_CLAIMS)
    throw new HookReplyError(`claims are ${sizeOf(claims)} bytes of JSON, and may be ${LARGEST_CLAIMS}`)
  return claims
}
