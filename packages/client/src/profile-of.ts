import type { ProfileFields } from '@latchkey/contract'

/** The part of a Standard Schema (https://standardschema.dev) that says what it gives. */
interface DescribesOutput<Output> {
  readonly '~standard': { readonly types?: { readonly output: Output } | undefined }
}

/**
 * The profile of a configuration made with `defineConfig`: what its `profile` schema gives. A configuration without one
 * gives the open record.
 *
 * @example createLatchkeyClient<ProfileOf<typeof import('../latchkey.config').default>>()
 */
export type ProfileOf<Config> = Config extends { readonly profile: DescribesOutput<infer Output> }
  ? Output
  : ProfileFields
