import { z } from 'zod'
import { profileFields } from '../browser-requests.js'
import { moment } from '../moment.js'
import { pageOf, pageQuery, reason, soughtText } from './parts.js'
import { adminApiKey, adminSession } from './sessions.js'

const typed = z.string().max(2_000)
const roles = z.array(z.string().min(1).max(200)).max(100)

/** A user, as lists of operators show them. */
export const adminUser = z.object({
  /** `usr_…` */
  id: z.string(),
  email: z.string().nullable(),
  /** Null while nobody has proved that the mailbox is theirs. */
  emailConfirmedAt: moment.nullable(),
  name: z.string().nullable(),
  picture: z.string().nullable(),
  profile: profileFields,
  roles: z.array(z.string()),
  suspendedAt: moment.nullable(),
  createdAt: moment,
  updatedAt: moment,
})
export type AdminUser = z.infer<typeof adminUser>

/** `GET /admin/api/users`. */
export const adminUserList = pageOf(adminUser)
export type AdminUserList = z.infer<typeof adminUserList>

export const adminUserQuery = z.strictObject({
  ...pageQuery,
  /** Beginnings of words of name and address, all of them; or the whole of an id, a subject or a name to sign in with. */
  q: soughtText(200).optional(),
  status: z.enum(['active', 'suspended', 'unconfirmed']).optional(),
  role: soughtText(200).optional(),
  /** The id of a provider they can sign in with. */
  provider: soughtText(100).optional(),
  createdFrom: moment.optional(),
  /** The first moment that is too late. */
  createdBefore: moment.optional(),
})

/** `GET /admin/api/users/:id`: everything that is known of somebody, but no secret. */
export const adminUserDetail = adminUser.extend({
  /** What the roles give together. */
  permissions: z.array(z.string()),
  hasPassword: z.boolean(),
  /** Names they may type to sign in, beside the address. */
  signInNames: z.array(z.string()),
  /** Their primary key at doors of the Django kind. */
  djangoId: z.string().nullable(),
  identities: z.array(
    z.object({
      /** `idn_…` */
      id: z.string(),
      provider: z.string(),
      providerName: z.string(),
      subject: z.string(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      createdAt: moment,
      lastUsedAt: moment,
    }),
  ),
  /** The live ones. */
  sessions: z.array(adminSession),
  apiKeys: z.array(adminApiKey),
})
export type AdminUserDetail = z.infer<typeof adminUserDetail>

/** `POST /admin/api/users`: with a password, or invited by mail to choose one, or with neither. */
export const createUserRequest = z
  .strictObject({
    email: typed.optional(),
    /** Whether the operator vouches for the mailbox. Default: false; an invitation that is followed proves it. */
    emailConfirmed: z.boolean().optional(),
    name: typed.optional(),
    profile: profileFields.optional(),
    roles: roles.optional(),
    password: typed.optional(),
    invite: z.boolean().optional(),
  })
  .refine(({ password, invite }) => password === undefined || invite !== true, { path: ['invite'] })
  .refine(({ email, invite }) => email !== undefined || invite !== true, { path: ['email'] })
export type CreateUserRequest = z.infer<typeof createUserRequest>

/** `PATCH /admin/api/users/:id`. What is there is changed, null takes away; `profile` field by field. */
export const updateUserRequest = z.strictObject({
  name: typed.nullable().optional(),
  picture: typed.nullable().optional(),
  profile: profileFields.optional(),
})
export type UpdateUserRequest = z.infer<typeof updateUserRequest>

/** `PUT /admin/api/users/:id/address-confirmation`. */
export const confirmAddressRequest = z.strictObject({ confirmed: z.boolean(), reason })
export type ConfirmAddressRequest = z.infer<typeof confirmAddressRequest>

/** `PUT /admin/api/users/:id/roles`: all roles they have from now on. */
export const changeRolesRequest = z.strictObject({ roles, reason })
export type ChangeRolesRequest = z.infer<typeof changeRolesRequest>
