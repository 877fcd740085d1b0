import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { describePreset } from '../../test/issuer-rules.js'
import { encode, NOW, SECONDS } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { supabase } from './supabase.js'

const DOMAIN = 'abcdefghijklmnopqrst.supabase.co'

const claims = {
  iss: `https://${DOMAIN}/auth/v1`,
  sub: '123e4567-e89b-42d3-a456-426614174000',
  aud: 'authenticated',
  email: 'ada@example.com',
  phone: '',
  app_metadata: { provider: 'email', providers: ['email'], roles: ['editor'] },
  user_metadata: { roles: ['admin'] },
  role: 'authenticated',
  aal: 'aal2',
  amr: [
    { method: 'totp', timestamp: SECONDS },
    { method: 'password', timestamp: SECONDS - 60 },
  ],
  session_id: '6f3a2b1c-0d9e-4f8a-b7c6-d5e4f3a2b1c0',
  is_anonymous: false,
}

describePreset(
  'supabase',
  {
    issuer: (keys) => supabase({ domain: DOMAIN, algorithms: ['ES256'], keys }),
    alg: 'ES256',
    sample: { header: { typ: 'JWT' }, claims },
  },
  ({ read, refusalOf }) => {
    it('reads roles that people cannot give themselves', async () => {
      expect(await read()).toMatchObject({
        subject: claims.sub,
        sessionId: claims.session_id,
        roles: ['editor'],
        amr: ['totp', 'password'],
        acr: 'aal2',
      })
    })

    it.each([[undefined], ['password'], [[null, 7, 'totp', { method: 7 }]]])(
      'reads no methods from %j',
      async (amr) => {
        expect((await read({ amr })).amr).toEqual([])
      },
    )

    it.each(['anon', 'service_role'])('refuses the role %s', async (role) => {
      expect(await refusalOf({ role })).toMatch(/^token_claims_invalid: role/)
    })

    it('refuses who is not signed in, and another project', async () => {
      expect(await refusalOf({ aud: 'anon' })).toMatch(/^token_audience_mismatch/)
      expect(await refusalOf({ iss: 'https://zzzzzzzzzzzzzzzzzzzz.supabase.co/auth/v1' })).toMatch(
        /^token_issuer_mismatch/,
      )
    })
  },
)

describe('a project that still signs with a shared secret', () => {
  it('is told to migrate its signing keys, and gets nobody in', async () => {
    const input = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ ...claims, exp: SECONDS + 600 })}`
    const token = `${input}.${createHmac('sha256', 'super-secret-jwt-token').update(input).digest('base64url')}`
    const guard = createGuard({ issuers: [supabase({ domain: DOMAIN })], clock: () => NOW })
    await expect(guard.verify(token)).rejects.toMatchObject({
      code: 'token_algorithm_refused',
      detail: expect.stringContaining('at Supabase: JWT signing keys'),
    })
  })

  it('cannot be accepted by an option', () => {
    expect(() => supabase({ domain: DOMAIN, algorithms: ['HS256' as never] })).toThrow(
      /shared secrets .* never accepted/,
    )
  })
})
