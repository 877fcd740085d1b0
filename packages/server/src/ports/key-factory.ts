import type { Millis } from '../model/time.js'
import type { SigningKey } from './signing-keys.js'

/** Makes key pairs, with the private half sealed. */
export interface KeyFactory {
  create(place: {
    readonly sequence: number
    readonly createdAt: Millis
    readonly signsFrom: Millis
  }): SigningKey
}
