// The profile of a configuration, as a page sees it.
import { createLatchkeyClient, type ProfileOf } from '@latchkey/client'

type Configurations = typeof import('./latchkey.config.mjs')
type Profile = ProfileOf<Configurations['default']>

const company: Profile['company'] = 'Analytical Engines'
const newsletter: Profile['newsletter'] = { wanted: true }
// @ts-expect-error what the schema takes is not what it gives
const taken: Profile['newsletter'] = 'true'
// @ts-expect-error it has no such field
type Missing = Profile['age']

const withoutProfile: ProfileOf<Configurations['withoutProfile']> = { anything: 1 }
const withoutSchema: ProfileOf<{ profile: undefined }> = { anything: 1 }
// @ts-expect-error what is in the open record is not known
const guessed: string = withoutProfile['anything']

const state = createLatchkeyClient<Profile>().getState()
if (state.status === 'signed_in') state.user.profile.newsletter.wanted satisfies boolean

export const used = [company, newsletter, taken, withoutSchema, guessed] satisfies unknown[]
export type Used = Missing
