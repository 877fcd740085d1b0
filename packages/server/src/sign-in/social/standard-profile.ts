import { toDisplayName } from '../../model/display-name.js'
import type { VerifiedIdentity } from '../../model/identity.js'
import { isPictureAddress } from '../../model/picture-address.js'
import type { IdTokenClaims } from './provider.js'

/** The `name` and `picture` claims (OIDC Core §5.1), when they are what they should be. */
export const readStandardProfile = (claims: IdTokenClaims): Pick<VerifiedIdentity, 'name' | 'picture'> => {
  const name = typeof claims['name'] === 'string' ? toDisplayName(claims['name']) : null
  const picture = claims['picture']
  return {
    ...(name !== null && { name }),
    ...(typeof picture === 'string' && isPictureAddress(picture) && { picture }),
  }
}
