import { z } from 'zod'
import { displayName, emailAddress } from '../../people/new-person-fields.js'

const isPathOrWebAddress = (text: string): boolean =>
  /^\/(?!\/)/.test(text) || /^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : '')

export const personSchema = z.strictObject({
  sub: z.string().regex(/^\d{1,255}$/, 'must be digits, like the subjects of Google'),
  email: emailAddress,
  emailVerified: z.boolean(),
  name: displayName,
  givenName: displayName,
  familyName: displayName.optional(),
  picture: z.string().refine(isPathOrWebAddress, 'must be an http(s) address or begin with /').optional(),
  hostedDomain: z.hostname().optional(),
})

/** Somebody who can sign in here. */
export interface Person {
  /** Digits, as Google's: 21 of them for everyone this package makes. */
  readonly sub: string
  readonly email: string
  /** Whether the provider claims to have seen this person read mail at the address. */
  readonly emailVerified: boolean
  readonly name: string
  readonly givenName: string
  readonly familyName?: string | undefined
  /** An http(s) address, or a path below the provider's own such as `/avatars/<sub>.svg`. */
  readonly picture?: string | undefined
  /** The Google Workspace domain (`hd`). Absent for everybody outside a Workspace. */
  readonly hostedDomain?: string | undefined
}
