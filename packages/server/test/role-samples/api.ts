import { createGuard } from '@latchkey/guard'
import { protect } from '@latchkey/guard/express'
import type { PermissionOf } from '@latchkey/server'
import express from 'express'
import type config from './latchkey.config.js'

export const guard = createGuard<PermissionOf<typeof config>>({
  issuer: 'https://auth.example.com',
  audience: 'https://api.example.com',
})

export const app = express()

app.post('/articles', protect(guard, { permissions: ['articles.write'] }), (_, response) => {
  response.sendStatus(201)
})
