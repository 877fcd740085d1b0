import { findPrincipal, principalOf, protect } from '@latchkey/guard/express'
import express from 'express'
import { guard } from './three-lines.js'

const MINUTE = 60_000

export const app = express()

// Anybody whose credential holds.
app.get('/me', protect(guard), (request, response) => {
  response.json({ user: principalOf(request, guard).userId })
})

// Strangers too; but a bad token is refused, not taken for a stranger's.
app.get('/catalogue', protect(guard, { mode: 'optional' }), (request, response) => {
  response.json({ user: findPrincipal(request, guard)?.userId ?? null })
})

// What the token may do, and what the person is: each of them.
app.get('/reports', protect(guard, { scopes: ['reports:read'], roles: ['editor'] }), (_, response) => {
  response.json([])
})

// What the roles of the person let them do.
app.post('/articles', protect(guard, { permissions: ['articles.write'] }), (_, response) => {
  response.sendStatus(201)
})

// Somebody who proved a moment ago who they are.
app.delete('/account', protect(guard, { signedInWithin: 10 * MINUTE }), (_, response) => {
  response.sendStatus(204)
})

// Somebody who proved it well enough: one of these, in the words of the issuer.
app.post('/payments', protect(guard, { acr: ['aal2', 'aal3'] }), (_, response) => {
  response.sendStatus(202)
})

// Anything else. It gets the principal, in the types of the guard, and may take its time.
const toBackOffice = protect(guard, { allow: ({ clientId }) => clientId === 'back-office' })
app.get('/back-office', toBackOffice, (_, response) => {
  response.json([])
})
