import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { serveUntilTold } from './serve-until-told.mjs'

/** An OpenID provider that asks nobody anything: whatever its ID token is to say stands in the code. */
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const KID = 'bench-1'
const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url')
const header = encode({ alg: 'ES256', kid: KID, typ: 'JWT' })

const signIdToken = (claims) => {
  const input = `${header}.${encode(claims)}`
  const signature = sign('sha256', input, { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

const readCode = async (request) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const code = new URLSearchParams(Buffer.concat(chunks).toString()).get('code')
  return JSON.parse(Buffer.from(code, 'base64url').toString())
}

const answer = (response, body) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))

const server = createServer(async (request, response) => {
  if (request.url === '/jwks') {
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: KID, alg: 'ES256', use: 'sig' }
    return answer(response, { keys: [jwk] })
  }
  if (request.url !== '/token') {
    return answer(response, {
      issuer,
      jwks_uri: `${issuer}/jwks`,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
    })
  }
  const told = await readCode(request)
  const now = Math.floor(Date.now() / 1_000)
  const claims = { iss: issuer, aud: 'bench', iat: now, exp: now + 3_600, jti: randomUUID(), ...told }
  answer(response, { access_token: 'bench', token_type: 'Bearer', id_token: signIdToken(claims) })
})
let issuer
server.listen(0, 'localhost', () => {
  const { port } = server.address()
  issuer = `http://localhost:${port}`
  serveUntilTold(port, async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
})
