// The configuration of a server whose users have a profile.
import { defineConfig } from '@latchkey/server'
import { z } from 'zod'

export default defineConfig({
  issuer: 'https://auth.example.com',
  browser: { topology: { kind: 'same-origin', app: 'https://app.example.com' } },
  profile: z.strictObject({
    company: z.string(),
    newsletter: z.stringbool().transform((wanted) => ({ wanted })),
  }),
})

export const withoutProfile = defineConfig({ issuer: 'https://auth.example.com' })
