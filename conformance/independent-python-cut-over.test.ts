import { createHmac, type KeyObject } from 'node:crypto'
import { decodeJwt, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodePart } from '../attacks/fixtures/jwt-parts.js'
import { API } from '../packages/server/test/fixtures/test-latchkey.js'
import { pythonExamples } from './fixtures/python-examples.js'
import { importPerson, signInAtDjangoDoor, withDjangoDoor } from './fixtures/sign-in-at-django-door.js'
import { type OpenedKey, openSigningKey } from './fixtures/signing-key.js'
import { type ListeningLatchkey, startListeningLatchkey } from './fixtures/start-listening-latchkey.js'
import { canRun, type PythonApi, startPythonApi } from './fixtures/start-python-api.js'
import { keyPairOfAStranger } from './fixtures/stranger.js'

// Stage 1 of docs/cut-over.md: an API verifies Latchkey's access tokens, and those of the backend before as it did.

const OLD_KEY = 'the-key-of-the-backend-before-0123456789'
const simplejwt = { rest_framework_simplejwt: 'python3-djangorestframework-simplejwt' }

for (const given of pythonExamples.filter(({ framework }) => framework === 'django')) {
  const example = { ...given, packages: { ...given.packages, ...simplejwt } }
  describe.skipIf(!canRun(example))(`until the switch, in ${example.name}.py`, () => {
    let latchkey: ListeningLatchkey
    let key: OpenedKey
    let api: PythonApi
    let ours: string
    const settings = () => ({
      LATCHKEY_ISSUER: latchkey.issuer,
      API_AUDIENCE: API,
      LATCHKEY_USER_ID_CLAIM: 'user_id',
    })
    const rows = [
      { id: 41, username: 'ada' },
      { id: 42, username: 'grace' },
    ]
    beforeAll(async () => {
      latchkey = await startListeningLatchkey(withDjangoDoor)
      await importPerson(latchkey, { id: '41', username: 'ada' })
      key = await openSigningKey(latchkey.database)
      ours = await signInAtDjangoDoor(latchkey, 'ada')
      api = await startPythonApi(example, { ...settings(), OLD_SIGNING_KEY: OLD_KEY }, rows)
    })
    afterAll(async () => {
      await api?.[Symbol.asyncDispose]()
      await latchkey?.[Symbol.asyncDispose]()
    })

    const account = (token: string, at = api) => at.get('/account', `Bearer ${token}`)
    const expectRefused = async (token: string, at = api): Promise<void> => {
      expect(await account(token, at)).toMatchObject({
        status: 401,
        challenge: expect.stringMatching(/^Bearer/),
      })
      expect(at.output()).not.toContain('Traceback')
    }

    test("Latchkey's access token is accepted", async () => {
      expect((await account(ours)).body).toEqual({ id: 41, username: 'ada' })
    })

    test('an access token of the backend before is accepted as it was, also by itself', async () => {
      expect((await account(await oldToken())).body).toEqual({ id: 42, username: 'grace' })
      expect((await account(await oldToken({ header: { typ: undefined } }))).body).toMatchObject({ id: 42 })
    })

    test.each([
      ['a refresh token', { claims: { token_type: 'refresh' } }],
      ['an expired token', { claims: { exp: 1_700_000_000 } }],
      ['a token for nobody', { claims: { user_id: 999 } }],
      ['a token of another key', { signWith: 'another-key-another-key-another-key-00' }],
    ])('%s of the backend before is refused, as it was', async (_, deviation) => {
      await expectRefused(await oldToken(deviation))
    })

    test.each(['at+jwt', 'AT+JWT', 'application/at+jwt'])(
      'a token of the backend before that calls itself %s is refused: ours takes it',
      async (typ) => {
        await expectRefused(await oldToken({ header: { typ } }))
      },
    )

    test.each(['JWT', 'at', undefined])(
      'a token with our signature that calls itself %j is refused: the old verifier takes it',
      async (typ) => {
        await expectRefused(await signedByUs({ header: { typ } }))
      },
    )

    test('a token of ours that is wrong in one thing is refused and not handed on', async () => {
      const now = Math.floor(Date.now() / 1_000)
      await expectRefused(await signedByUs({ claims: { aud: 'https://other-api.example' } }))
      await expectRefused(await signedByUs({ claims: { iat: now - 700, exp: now - 100 } }))
      await expectRefused(await signedByUs({ signWith: keyPairOfAStranger('ES256').privateKey }))
      expect((await account(await signedByUs())).body).toMatchObject({ id: 41 })
    })

    test.each(['at+jwt', 'JWT'])('nobody is let in by alg none or a bare HMAC as %s', async (typ) => {
      const [, payload = ''] = ours.split('.')
      await expectRefused(`${encodePart({ alg: 'none', typ })}.${payload}.`)
      const input = `${encodePart({ alg: 'HS256', typ, kid: key.kid })}.${payload}`
      await expectRefused(`${input}.${createHmac('sha256', '').update(input).digest('base64url')}`)
    })

    test('garbage is refused and breaks nothing', async () => {
      const nested = Buffer.from('['.repeat(5_000)).toString('base64url')
      for (const token of [
        'x',
        'a.b.c',
        '..',
        `${nested}.e30.AAAA`,
        `${encodePart(null)}.e30.`,
        '\u00e9.\u00e9',
      ])
        await expectRefused(token)
    })

    test('a view that has our class alone refuses the tokens of the backend before', async () => {
      expect(await api.get('/me', `Bearer ${await oldToken()}`)).toMatchObject({ status: 401 })
      expect(api.output()).not.toContain('Traceback')
    })

    test('after the switch the tokens of the backend before open nothing', async () => {
      await using switched = await startPythonApi(example, settings(), rows)
      await expectRefused(await oldToken(), switched)
      expect((await account(ours, switched)).body).toMatchObject({ id: 41 })
    })

    /** A token that Latchkey might have made, but for what is given. */
    const signedByUs = ({ header, claims, signWith = key.privateKey }: Deviation = {}): Promise<string> =>
      new SignJWT({ ...decodeJwt(ours), ...claims })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.kid, ...header })
        .sign(signWith)
  })
}

/** What simplejwt signed for Grace, who is number 42, but for what is given. */
const oldToken = ({ header, claims, signWith = OLD_KEY }: OldDeviation = {}): Promise<string> => {
  const now = Math.floor(Date.now() / 1_000)
  const honest = { token_type: 'access', iat: now, exp: now + 300, jti: 'e5f0', user_id: 42 }
  return new SignJWT({ ...honest, ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', ...header })
    .sign(new TextEncoder().encode(signWith))
}

interface Deviation {
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: JWTPayload
  readonly signWith?: KeyObject
}

interface OldDeviation extends Omit<Deviation, 'signWith'> {
  readonly signWith?: string
}
