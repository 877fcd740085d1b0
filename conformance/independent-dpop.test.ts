import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGuard, createLocalKeys, type DpopOptions } from '@latchkey/guard'
import { protect } from '@latchkey/guard/node'
import * as oauth from 'oauth4webapi'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { AUDIENCE, createSigner, ISSUER, type Signer } from '../packages/guard/test/signer.js'

// `oauth4webapi`, a certified client, makes the proofs by itself, against an API that listens.

let signer: Signer
beforeAll(async () => {
  signer = await createSigner()
})
let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

const startApi = async (dpop: DpopOptions): Promise<URL> => {
  const guard = createGuard({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: createLocalKeys({ keys: [signer.jwk] }),
    dpop,
  })
  server = createServer(
    protect(guard, {}, (request, response) => response.end(request.principal.boundTo ?? 'unbound')),
  )
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/todos?page=2`)
}

/** The API names `EdDSA` among its `algs`; this client would write the newer `Ed25519` (RFC 9864). */
const asOurs: oauth.ModifyAssertionOptions = {
  [oauth.modifyAssertion]: (header) => {
    if (header['alg'] === 'Ed25519') header['alg'] = 'EdDSA'
  },
}

const openClient = async (algorithm: string) => {
  const client: oauth.Client = { client_id: 'web' }
  const keys = await oauth.generateKeyPair(algorithm)
  const handle = oauth.DPoP(client, keys, asOurs)
  const jkt = await handle.calculateThumbprint()
  const seconds = Math.floor(Date.now() / 1000)
  const token = await signer.token({ claims: { cnf: { jkt }, iat: seconds, exp: seconds + 60 } })
  const request = (url: URL, method = 'GET') =>
    oauth.protectedResourceRequest(token, method, url, new Headers(), null, {
      DPoP: handle,
      [oauth.allowInsecureRequests]: true,
    })
  return { jkt, request }
}

test.each(['ES256', 'RS256', 'Ed25519'])(
  'a client with a key for %s is let in, at every request anew',
  async (algorithm) => {
    const url = await startApi({})
    const { jkt, request } = await openClient(algorithm)
    for (const method of ['GET', 'POST', 'DELETE'])
      expect(await (await request(url, method)).text()).toBe(jkt)
  },
)

test('a client that is asked for a nonce learns it from the refusal, and is let in with it', async () => {
  const url = await startApi({ nonce: true, required: true })
  const { jkt, request } = await openClient('ES256')
  const asked: unknown = await request(url).catch((error: unknown) => error)
  expect(oauth.isDPoPNonceError(asked)).toBe(true)
  for (let time = 0; time < 3; time += 1) expect(await (await request(url)).text()).toBe(jkt)
})

test('a client reads in the challenge why its proof is refused', async () => {
  const url = await startApi({ origins: ['https://api.example.com'] })
  const { request } = await openClient('ES256')
  const refused: unknown = await request(url).catch((error: unknown) => error)
  if (!(refused instanceof oauth.WWWAuthenticateChallengeError)) throw refused
  expect(refused.status).toBe(401)
  expect(refused.cause.map(({ scheme, parameters }) => [scheme, parameters.error, parameters.algs])).toEqual([
    ['dpop', 'invalid_dpop_proof', expect.stringContaining('ES256 RS256 EdDSA')],
    ['bearer', undefined, undefined],
  ])
})
