import type { VerifiedIdentity } from '../../model/identity.js'
import type { IdTokenClaims } from './provider.js'

const MAX_NAME_LENGTH = 200
const MAX_PICTURE_LENGTH = 2_000

/** The `name` and `picture` claims (OIDC Core §5.1), when they are what they should be. */
export const readStandardProfile = (claims: IdTokenClaims): Pick<VerifiedIdentity, 'name' | 'picture'> => {
  const name = typeof claims['name'] === 'string' ? readName(claims['name']) : ''
  const picture = claims['picture']
  return {
    ...(name !== '' && { name }),
    ...(typeof picture === 'string' && isPictureAddress(picture) && { picture }),
  }
}

// Control characters have no place in a name, and PostgreSQL refuses one of them.
const readName = (text: string): string =>
  [...text.replaceAll(/\p{Cc}|\p{Cs}/gu, '').trim()].slice(0, MAX_NAME_LENGTH).join('')

// A page will put this into an <img>: a web address, and nothing a browser would run.
const isPictureAddress = (text: string): boolean =>
  text.length <= MAX_PICTURE_LENGTH && /^https?:\/\/[^\s"'<>\\\p{Cc}\p{Cs}]+$/u.test(text)
