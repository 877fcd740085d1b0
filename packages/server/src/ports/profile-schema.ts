import type { FieldIssue, ProfileFields } from '@latchkey/contract'

/** What a project's own schema makes of the fields it is given. */
export type ProfileCheck =
  | { readonly ok: true; readonly profile: ProfileFields }
  | { readonly ok: false; readonly issues: readonly FieldIssue[] }

/** The fields a project keeps about its people beside name and address. */
export interface ProfileSchema {
  check(fields: ProfileFields): Promise<ProfileCheck>
}
