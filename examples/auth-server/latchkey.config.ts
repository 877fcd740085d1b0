import { defineConfig, google } from '@latchkey/server'

const SECOND = 1000

// Unset here and therefore read from the environment by Latchkey itself: LATCHKEY_ISSUER, LATCHKEY_SECRET and
// LATCHKEY_DATABASE.
export default defineConfig({
  audiences: [process.env['TODO_API_AUDIENCE'] ?? 'http://localhost:8000'],
  scopes: ['todos:read', 'todos:write'],
  providers: [
    // `latchkey dev` sets GOOGLE_ISSUER to its development provider. Without it, this is Google.
    google({
      clientIds: [process.env['AUTH_GOOGLE_ID'] ?? 'latchkey-development'],
      issuer: process.env['GOOGLE_ISSUER'],
    }),
  ],
  clients: [{ id: 'next-app', type: 'confidential', secret: process.env['NEXT_APP_SECRET'] }],
  lifetimes: {
    // Ten minutes, unless you want to watch access tokens being renewed.
    accessToken: Number(process.env['ACCESS_TOKEN_SECONDS'] ?? 600) * SECOND,
  },
})
