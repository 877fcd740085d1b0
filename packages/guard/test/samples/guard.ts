import { createGuard } from '@latchkey/guard'

export const guard = createGuard({
  issuer: process.env['LATCHKEY_ISSUER'] ?? 'http://localhost:4000',
  audience: 'https://api.example.com',
  onFirstSight: ({ issuer, subject }) => ({ id: `${issuer} ${subject}` }),
})
