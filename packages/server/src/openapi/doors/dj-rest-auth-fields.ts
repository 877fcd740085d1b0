import type { FieldRules } from './field-rule.js'

const needed = { required: true } as const
const newPassword = { required: true, keepsBlanks: true } as const
const mayBeBlank = { mayBeBlank: true } as const

/** What the addresses of dj-rest-auth read: the rules by which they do, and what is documented. */
export const djRestAuthFields = {
  logIn: { username: mayBeBlank, email: mayBeBlank, password: newPassword },
  logInWithProvider: { access_token: mayBeBlank, id_token: mayBeBlank, code: mayBeBlank },
  logOut: { refresh: { mayBeNull: true } },
  refreshToken: { refresh: {} },
  verifyToken: { token: needed },
  renameUser: { username: {}, first_name: mayBeBlank, last_name: mayBeBlank },
  replaceUser: { username: needed, first_name: mayBeBlank, last_name: mayBeBlank },
  changePassword: {
    old_password: { keepsBlanks: true },
    new_password1: newPassword,
    new_password2: newPassword,
  },
  resetPassword: { email: needed },
  confirmReset: { new_password1: newPassword, new_password2: newPassword, uid: needed, token: needed },
  register: { username: mayBeBlank, email: needed, password1: newPassword, password2: newPassword },
  verifyEmail: { key: needed },
  resendEmail: { email: needed },
} as const satisfies Readonly<Record<string, FieldRules>>
