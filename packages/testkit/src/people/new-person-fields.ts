import { z } from 'zod'

/** Letters, digits, marks and emoji of any script; no control characters. */
export const displayName = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(100, 'Use at most 100 characters.')
  .regex(/^\P{Cc}*$/u, 'Leave out control characters.')

/** One plain address, as an `<input type="email">` takes it. RFC 5321 §4.5.3.1.3 bounds its length. */
export const emailAddress = z
  .email('Enter an address like mara@mail.example.')
  .max(254, 'Use at most 254 characters.')

/** What may be typed for somebody new. */
export const newPersonFields = z.object({
  name: displayName,
  email: z.string().trim().pipe(emailAddress),
  emailVerified: z.boolean(),
})
export type NewPersonFields = z.infer<typeof newPersonFields>
