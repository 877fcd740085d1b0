import { createPublicKey } from 'node:crypto'
import { createServer } from 'node:http'
import { createGuard, createRemoteKeys } from '@latchkey/guard'
import { protect } from '@latchkey/guard/express'
import express from 'express'
import { auth } from 'express-oauth2-jwt-bearer'
import passport from 'passport'
import { ExtractJwt, Strategy } from 'passport-jwt'
import { serveUntilTold } from './serve-until-told.mjs'

/** One endpoint, four times: for everybody, and behind three ways to check the same token. */
const { issuer, audience, jwk } = JSON.parse(process.argv[2] ?? '{}')

const todos = (_, response) => response.json({ todos: [{ id: 1, title: 'measure it', done: true }] })

const makeApp = (jwksUrl) => {
  const app = express()
  app.get('/jwks', (_, response) => response.json({ keys: [jwk] }))
  app.get('/open', todos)

  const guard = createGuard({ issuer, audience, keys: createRemoteKeys({ url: jwksUrl }) })
  app.get('/guard', protect(guard), todos)

  const bearer = auth({ issuer, audience, jwksUri: jwksUrl, tokenSigningAlg: 'ES256' })
  app.get('/express-oauth2-jwt-bearer', bearer, todos)

  const secretOrKey = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  const jwtFromRequest = ExtractJwt.fromAuthHeaderAsBearerToken()
  const options = { secretOrKey, jwtFromRequest, issuer, audience, algorithms: ['ES256'] }
  passport.use(new Strategy(options, (claims, done) => done(null, { id: claims.sub })))
  app.get('/passport-jwt', passport.authenticate('jwt', { session: false }), todos)
  return app
}

const server = createServer()
server.listen(0, 'localhost', () => {
  const { port } = server.address()
  server.on('request', makeApp(`http://localhost:${port}/jwks`))
  serveUntilTold(port, async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
})
