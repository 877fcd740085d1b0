import { createLatchkeyClient, type ProfileOf } from '@latchkey/client'

/** What is kept about a person beside name and address, as the configuration of the server describes it. */
export type Profile = ProfileOf<typeof import('../../auth-server/latchkey.config').default>

/** The one client of this app. `/auth` is Latchkey, through the proxy in vite.config.ts. */
export const latchkey = createLatchkeyClient<Profile>({ baseUrl: '/auth' })
