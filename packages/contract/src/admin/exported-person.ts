import { z } from 'zod'
import { profileFields } from '../browser-requests.js'
import { moment } from '../moment.js'

/** A line of `latchkey export users`: the fields that `latchkey import ndjson` reads, and what else is known. */
export const exportedPerson = z.object({
  /** `usr_…` */
  id: z.string(),
  email: z.string().nullable(),
  email_verified: z.boolean(),
  /** What they may type to sign in, beside the address: the first of `sign_in_names`. */
  username: z.string().nullable(),
  name: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  picture: z.string().nullable(),
  suspended: z.boolean(),
  created_at: moment,
  last_login_at: moment.nullable(),
  roles: z.array(z.string()),
  identities: z.array(z.object({ provider: z.string(), subject: z.string(), email: z.string().nullable() })),
  django_id: z.string().nullable(),
  sign_in_names: z.array(z.string()),
  profile: profileFields,
  /** With `--hashes` alone: as it is stored; null for who has no password. */
  password_hash: z.string().nullable().optional(),
})
export type ExportedPerson = z.infer<typeof exportedPerson>
