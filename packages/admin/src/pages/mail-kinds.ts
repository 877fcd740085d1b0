/** What a message is about, as people say it. */
const KINDS: Readonly<Record<string, string>> = {
  sign_up: 'Confirm the address',
  password_reset: 'Forgotten password',
  password_choice: 'Choose a password',
  invitation: 'Invitation',
  email_change: 'Confirm the new address',
  email_changed: 'Address was changed',
  password_changed: 'Password was changed',
  account_deleted: 'Account was deleted',
  identity_linked: 'Account was linked',
  identity_unlinked: 'Account was unlinked',
  api_key_created: 'API key was made',
  api_key_revoked: 'API key was ended',
  opened_by_support: 'Opened by support',
  sign_in_mismatch: 'Sign-in that did not fit',
}

/** `sign_up` → `Confirm the address`; what a newer server sends stays as it is. */
export const sayMailKind = (kind: string): string => KINDS[kind] ?? kind.replaceAll('_', ' ')
