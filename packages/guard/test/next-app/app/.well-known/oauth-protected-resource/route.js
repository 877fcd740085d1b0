import { createGuard } from '@latchkey/guard'
import { resourceMetadata } from '@latchkey/guard/next'

const guard = createGuard({
  issuer: process.env.LATCHKEY_ISSUER,
  audience: 'https://api.example.com',
  resource: { url: 'https://api.example.com' },
})

export const { GET, OPTIONS } = resourceMetadata(guard)
