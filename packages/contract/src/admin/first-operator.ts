import { z } from 'zod'

const LONGEST_TOKEN = 400
/** `POST /admin/api/first-operator`: what stands behind `#token=` in the link that a server without an operator prints. */
export const firstOperatorRequest = z.strictObject({ token: z.string().max(LONGEST_TOKEN) })
export type FirstOperatorRequest = z.infer<typeof firstOperatorRequest>
