import type { SigningKeyList } from '@latchkey/contract'
import { signingNow } from '../../model/signing-schedule.js'
import { type Millis, toMoment } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { SigningKey, SigningKeys } from '../../ports/signing-keys.js'

export interface ListSigningKeysDeps {
  readonly signingKeys: Pick<SigningKeys, 'list'>
  readonly clock: Clock
}

/** The keys that sign, will sign or have signed tokens that live, in order of birth. */
export const listSigningKeys = async ({
  signingKeys,
  clock,
}: ListSigningKeysDeps): Promise<SigningKeyList> => {
  const keys = await signingKeys.list()
  return { items: keys.map((key) => describeKey(keys, key, clock.now())), next: null }
}

/** What a key does now. */
export const describeKey = (
  keys: readonly SigningKey[],
  key: SigningKey,
  now: Millis,
): SigningKeyList['items'][number] => ({
  kid: key.kid,
  algorithm: key.algorithm,
  state: key === signingNow(keys, now) ? 'signing' : key.signsFrom > now ? 'next' : 'retiring',
  createdAt: toMoment(key.createdAt),
  signsFrom: toMoment(key.signsFrom),
})
