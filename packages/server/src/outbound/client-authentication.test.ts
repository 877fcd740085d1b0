import type { AuthorizationServer } from 'oauth4webapi'
import { expect, test } from 'vitest'
import { clientAuthentication } from './client-authentication.js'

const server: AuthorizationServer = { issuer: 'https://issuer.example' }

/** What a provider is told of the client, and whether it stands in the body. */
const told = async (id: string, secret: string, kind: 'secret_basic' | 'secret_post') => {
  const [body, headers] = [new URLSearchParams(), new Headers()]
  const say = clientAuthentication({ clock: { now: () => 0 } }, { kind, secret })
  await say(server, { client_id: id }, body, headers)
  const [, encoded = ''] = /^Basic (.+)$/.exec(headers.get('authorization') ?? '') ?? []
  return { body: Object.fromEntries(body), basic: Buffer.from(encoded, 'base64').toString() }
}

test('by HTTP Basic what a form leaves alone is left alone, for providers that decode nothing', async () => {
  const { basic, body } = await told('1234-ab_c.apps.example', 'GOCSPX-a_b.c*d', 'secret_basic')
  expect(basic).toBe('1234-ab_c.apps.example:GOCSPX-a_b.c*d')
  expect(body).toEqual({})
})

test('and everything else is encoded as in a form (RFC 6749 §2.3.1)', async () => {
  const { basic } = await told('us:them', 'a b+c%&=é:', 'secret_basic')
  expect(basic).toBe('us%3Athem:a+b%2Bc%25%26%3D%C3%A9%3A')
})

test('in the body it is a parameter as every other', async () => {
  expect((await told('us', 'a b+c', 'secret_post')).body).toEqual({ client_id: 'us', client_secret: 'a b+c' })
})
