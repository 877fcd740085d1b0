// latchkey.config.ts
import { defineConfig } from '@latchkey/server'

export default defineConfig({
  issuer: 'https://auth.example.com',
  permissions: ['articles.read', 'articles.write', 'articles.publish'],
  roles: {
    author: ['articles.read', 'articles.write'],
    editor: ['articles.read', 'articles.write', 'articles.publish'],
    desk: ['articles.read', 'latchkey:users.read'],
  },
})
