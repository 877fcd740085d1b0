import { AuthError } from '@latchkey/contract'
import { parseAddress } from '../../model/address.js'
import { toDisplayName } from '../../model/display-name.js'
import { isPictureAddress } from '../../model/picture-address.js'
import type { ProviderAnswer, ProviderCalls, ProviderQuestion } from '../../ports/provider-calls.js'
import type { ProviderProfile } from './provider.js'
import { providerUnreachable } from './provider-unreachable.js'

/** A JSON object of somebody else's: every field may be anything. */
export type Fields = Readonly<Record<string, unknown>>

const OK = 200

/** What an API of a provider answered. @throws AuthError `provider_unreachable` when it did not */
export const expectAnswer = (
  providerId: string,
  answer: ProviderAnswer,
): Extract<ProviderAnswer, { outcome: 'answered' }> => {
  if (answer.outcome === 'answered') return answer
  throw providerUnreachable(providerId, answer)
}

/**
 * Asks an API for one JSON object.
 *
 * @throws AuthError `provider_refused` when it answers anything but 200 and an object, `provider_unreachable`
 */
export const askForFields = async (
  calls: ProviderCalls,
  providerId: string,
  question: ProviderQuestion,
): Promise<Fields> => {
  const { status, body } = expectAnswer(providerId, await calls.ask(question))
  if (status === OK) return fieldsOf(body)
  throw new AuthError('provider_refused', { detail: `${providerId}: an API answered ${status}` })
}

/** The fields of what may be no object at all. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

/** What APIs call things, as an identity has them. What is not what it should be is left out. */
export const toProfile = (told: {
  readonly subject: unknown
  readonly email?: unknown
  readonly provesAddress?: boolean
  readonly name?: unknown
  readonly picture?: unknown
}): ProviderProfile => {
  const { subject, email, name, picture, provesAddress = false } = told
  const address = typeof email === 'string' ? parseAddress(email) : undefined
  const displayName = typeof name === 'string' ? toDisplayName(name) : null
  return {
    // Some write numbers, which identities have as digits.
    subject:
      typeof subject === 'number' && Number.isSafeInteger(subject)
        ? String(subject)
        : typeof subject === 'string'
          ? subject
          : '',
    ...(address !== undefined && { address: { ...address, proven: provesAddress } }),
    ...(displayName !== null && { name: displayName }),
    ...(typeof picture === 'string' && isPictureAddress(picture) && { picture }),
  }
}
