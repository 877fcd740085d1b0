import { isOnThisMachine } from '../model/is-open-to-others.js'

/** Which addresses events may be pushed to. */
export interface PushAddressRules {
  /** Whether receivers in private networks are reached, and plain http to this machine. */
  readonly allowPrivate: boolean
}

/**
 * Says what is wrong with an address to push to, as far as its letters tell; undefined when nothing is. Where it leads is looked at when it is
 * pushed to.
 */
export const problemWithPushAddress = (
  text: string,
  { allowPrivate }: PushAddressRules,
): string | undefined => {
  if (!URL.canParse(text)) return 'It must be an absolute URL.'
  const { protocol, username, password, hash } = new URL(text)
  if (protocol !== 'https:' && !(protocol === 'http:' && allowPrivate && isOnThisMachine(text)))
    return 'It must be an https URL.'
  if (username !== '' || password !== '') return 'It must not hold a user name or password.'
  return hash === '' ? undefined : 'It must not hold a fragment.'
}
