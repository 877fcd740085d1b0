import { createHmac, createPublicKey, type KeyObject } from 'node:crypto'
import { decodeJwt, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodePart } from '../attacks/fixtures/jwt-parts.js'
import { API, CONFIDENTIAL } from '../packages/server/test/fixtures/test-latchkey.js'
import { pythonExamples } from './fixtures/python-examples.js'
import { signInAt } from './fixtures/sign-in-at.js'
import { type OpenedKey, openSigningKey, rotateSigningKeyOf } from './fixtures/signing-key.js'
import { type ListeningLatchkey, startListeningLatchkey } from './fixtures/start-listening-latchkey.js'
import { canRun, type PythonApi, startPythonApi } from './fixtures/start-python-api.js'
import { keyPairOfAStranger } from './fixtures/stranger.js'

// RFC 9068 §4 and RFC 8725, asked of APIs in Python: what docs/python-apis.md says to copy, in a process of its own.

const OTHER_API = 'https://other-api.example'

for (const example of pythonExamples) {
  describe.skipIf(!canRun(example))(`examples/python-apis/${example.name}.py`, () => {
    describe.each(['ES256', 'RS256'] as const)('with a server that signs with %s', (algorithm) => {
      let latchkey: ListeningLatchkey
      let key: OpenedKey
      let api: PythonApi
      let honest: string
      let settings: Readonly<Record<string, string>>
      beforeAll(async () => {
        latchkey = await startListeningLatchkey({
          signingAlgorithm: algorithm,
          audiences: [API, OTHER_API],
        })
        key = await openSigningKey(latchkey.database)
        settings = {
          LATCHKEY_ISSUER: latchkey.issuer,
          LATCHKEY_ALGORITHM: algorithm,
          API_AUDIENCE: API,
        }
        api = await startPythonApi(example, settings)
        honest = await signInAt(latchkey)
      })
      afterAll(async () => {
        await api?.[Symbol.asyncDispose]()
        await latchkey?.[Symbol.asyncDispose]()
      })

      /** A token the server might have made, but for what is given. */
      const forge = (deviation: Deviation = {}): Promise<string> => {
        const { header, claims, signWith = key.privateKey } = deviation
        const protectedHeader = { alg: algorithm, typ: 'at+jwt', kid: key.kid, ...header }
        return new SignJWT({ ...decodeJwt(honest), ...claims })
          .setProtectedHeader(protectedHeader)
          .sign(signWith)
      }
      const me = (token: string) => api.get('/me', `Bearer ${token}`)
      const expectRefused = async (token: string): Promise<void> => {
        const { status, challenge, body } = await me(token)
        expect({ status, body }).toMatchObject({ status: 401 })
        expect(challenge).toMatch(/^Bearer/)
        // Who is refused learns neither the claims nor what broke.
        expect(JSON.stringify(body)).not.toContain('usr_')
        expect(api.output()).not.toContain('Traceback')
      }

      test('an access token tells who is asking, through which client and for what', async () => {
        const { sub } = decodeJwt(honest)
        expect(await me(honest)).toMatchObject({
          status: 200,
          body: { sub, client_id: CONFIDENTIAL.id, scopes: expect.arrayContaining(['todos:read']) },
        })
        expect(sub).toMatch(/^usr_/)
        expect(await api.get('/todos', `Bearer ${honest}`)).toMatchObject({
          status: 200,
          body: { todos_of: sub },
        })
      })

      test('a token made like the server makes them is accepted, so what follows fails for its one fault', async () => {
        expect(await me(await forge())).toMatchObject({ status: 200 })
        expect(await me(await forge({ header: { typ: 'application/AT+JWT' } }))).toMatchObject({
          status: 200,
        })
        expect(await me(await forge({ claims: { aud: [OTHER_API, API] } }))).toMatchObject({ status: 200 })
      })

      test('without the scope the answer is 403', async () => {
        const token = await signInAt(latchkey, { scope: 'todos:write' })
        expect(await me(token)).toMatchObject({ status: 200 })
        expect(await api.get('/todos', `Bearer ${token}`)).toMatchObject({ status: 403 })
      })

      test.each([undefined, '', 'Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'Token 0123', 'garbage'])(
        'an API is not opened by the header %j',
        async (header) => {
          expect(await api.get('/me', header)).toMatchObject({
            status: 401,
            challenge: expect.stringMatching(/^Bearer/),
          })
        },
      )

      test('who brought no token is not told that it was wrong', async () => {
        const { challenge } = await api.get('/me')
        expect(challenge).not.toContain('invalid_token')
      })

      test('an expired token is refused', async () => {
        const now = Math.floor(Date.now() / 1_000)
        await expectRefused(await forge({ claims: { iat: now - 700, exp: now - 100 } }))
      })

      test('a token that is good only later is refused', async () => {
        await expectRefused(await forge({ claims: { nbf: Math.floor(Date.now() / 1_000) + 100 } }))
      })

      test('a token for another API of the same server is refused', async () => {
        await expectRefused(await signInAt(latchkey, { audience: OTHER_API }))
      })

      test.each([
        ['of another issuer', () => ({ iss: 'https://evil.example' })],
        ['of an issuer that differs by a slash', () => ({ iss: `${latchkey.issuer}/` })],
        ['for an API whose name begins like ours', () => ({ aud: `${API}0` })],
        ['for nobody', () => ({ aud: [] })],
      ])('a token %s is refused', async (_, claims: () => JWTPayload) => {
        await expectRefused(await forge({ claims: claims() }))
      })

      test.each(['iss', 'aud', 'exp', 'iat', 'sub', 'client_id', 'jti'])(
        'a token without %s is refused',
        async (claim) => {
          await expectRefused(await forge({ claims: { [claim]: undefined } }))
        },
      )

      test('an ID token of the provider is refused', async () => {
        await expectRefused(await latchkey.provider.issueIdToken())
      })

      test.each(['JWT', 'at', 'logout+jwt', 'secevent+jwt', undefined])(
        'another kind of token with the same key, issuer and audience is refused: typ %j',
        async (typ) => {
          await expectRefused(await forge({ header: { typ } }))
        },
      )

      test('a token signed with a key of a stranger is refused, under whichever kid', async () => {
        const { privateKey } = keyPairOfAStranger(algorithm)
        await expectRefused(await forge({ signWith: privateKey }))
        await expectRefused(await forge({ signWith: privateKey, header: { kid: 'stranger' } }))
        await expectRefused(await forge({ signWith: privateKey, header: { kid: undefined } }))
      })

      test('a token that brings its own key is refused', async () => {
        const { privateKey, publicKey } = keyPairOfAStranger(algorithm)
        const jwk = publicKey.export({ format: 'jwk' })
        await expectRefused(await forge({ signWith: privateKey, header: { jwk } }))
        const jku = 'http://127.0.0.1:1/jwks.json'
        await expectRefused(await forge({ signWith: privateKey, header: { jku } }))
      })

      test.each(['none', 'None', 'NONE', 'nOnE', ''])('a token with alg %j is refused', async (alg) => {
        const [, payload = '', signature = ''] = honest.split('.')
        const header = encodePart({ alg, typ: 'at+jwt', kid: key.kid })
        await expectRefused(`${header}.${payload}.`)
        await expectRefused(`${header}.${payload}.${signature}`)
      })

      test('an HMAC with the public key as its secret is refused, in every form of that key', async () => {
        const publicKey = createPublicKey(key.privateKey)
        const jwk = publicKey.export({ format: 'jwk' })
        const input = `${encodePart({ alg: 'HS256', typ: 'at+jwt', kid: key.kid })}.${honest.split('.')[1]}`
        for (const secret of [
          publicKey.export({ type: 'spki', format: 'pem' }),
          publicKey.export({ type: 'spki', format: 'der' }),
          JSON.stringify(jwk),
          Buffer.from(jwk.x ?? jwk.n ?? '', 'base64url'),
        ])
          await expectRefused(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`)
      })

      test('a token whose claims or signature were changed is refused', async () => {
        const [header = '', , signature = ''] = honest.split('.')
        const claims = encodePart({ ...decodeJwt(honest), sub: 'usr_somebody_else' })
        await expectRefused(`${header}.${claims}.${signature}`)
        const [, payload = ''] = honest.split('.')
        await expectRefused(`${header}.${payload}.${signature.slice(0, -8)}AAAAAAAA`)
        await expectRefused(`${header}.${payload}.`)
        await expectRefused(`${header}.${payload}`)
      })

      test('a token longer than any of ours is refused, whoever signed it', async () => {
        await expectRefused(await forge({ claims: { padding: 'x'.repeat(8_192) } }))
      })

      test('garbage is refused and breaks nothing', async () => {
        const nested = Buffer.from('['.repeat(5_000)).toString('base64url')
        const ours = encodePart({ alg: algorithm, typ: 'at+jwt', kid: key.kid })
        const hostile = [
          'x',
          '..',
          '...',
          'a.b.c',
          'e30.e30.e30',
          `${encodePart(null)}.e30.`,
          `${encodePart([])}.e30.`,
          `${encodePart({ alg: algorithm, typ: 'at+jwt', kid: ['a'] })}.e30.AAAA`,
          `${encodePart({ alg: algorithm, typ: 'at+jwt', kid: { a: 1 } })}.e30.AAAA`,
          `${encodePart({ alg: [algorithm], typ: ['at+jwt'], kid: key.kid })}.e30.AAAA`,
          `${encodePart({ alg: { a: 1 }, typ: 'at+jwt', kid: key.kid })}.e30.AAAA`,
          `${nested}.e30.AAAA`,
          `${ours}.${nested}.AAAA`,
          `${ours}.${encodePart('text')}.AAAA`,
          `${ours}.e30.${'A'.repeat(9_000)}`,
          '\u00e9.\u00e9.\u00e9',
        ]
        for (const token of hostile) await expectRefused(token)
        expect(await me(honest)).toMatchObject({ status: 200 })
      })

      test('a key of another algorithm that the server publishes too is no key for this API', async () => {
        const other = await rotateSigningKeyOf(latchkey.database, algorithm === 'ES256' ? 'RS256' : 'ES256')
        await latchkey.restart()
        // An API that has not met the other key yet.
        await using fresh = await startPythonApi(example, settings)
        const token = await forge({
          header: { alg: other.algorithm, kid: other.kid },
          signWith: other.privateKey,
        })
        const [, payload = '', signature = ''] = token.split('.')
        const renamed = encodePart({ alg: algorithm, typ: 'at+jwt', kid: other.kid })
        for (const refused of [token, `${renamed}.${payload}.${signature}`])
          expect(await fresh.get('/me', `Bearer ${refused}`)).toMatchObject({ status: 401 })
        expect(await fresh.get('/me', `Bearer ${honest}`)).toMatchObject({ status: 200 })
        expect(fresh.output()).not.toContain('Traceback')
      })
    })
  })
}

interface Deviation {
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: JWTPayload
  readonly signWith?: KeyObject
}
