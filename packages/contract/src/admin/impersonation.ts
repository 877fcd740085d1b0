import { z } from 'zod'
import { moment } from '../moment.js'

/** `POST /admin/api/users/:id/impersonate`: this browser is signed in as that person from now on. */
export const impersonation = z.object({
  /** `ses_…` */
  session: z.string(),
  expiresAt: moment,
  /** Where the person would be after signing in: a page of the application. */
  goTo: z.url(),
})
export type Impersonation = z.infer<typeof impersonation>
