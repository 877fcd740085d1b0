import { describe, expect, it } from 'vitest'
import { describePreset } from '../../test/issuer-rules.js'
import { SECONDS } from '../../test/signer.js'
import { clerk } from './clerk.js'

const PAGES = 'https://shop.example.com'

describePreset(
  'clerk',
  {
    issuer: (keys) => clerk({ domain: 'clerk.shop.example.com', authorizedParties: [PAGES], keys }),
    sample: {
      header: { typ: 'JWT', cat: 'cl_B7d4PD111AAA' },
      claims: {
        azp: PAGES,
        fva: [7, -1],
        iss: 'https://clerk.shop.example.com',
        nbf: SECONDS - 10,
        sid: 'sess_2GaMqUCB3Sc1WNAkWuNzsnYVVEy',
        sts: 'active',
        sub: 'user_2GaMqUCB3Sc1WNAkWuNzsnYVVEy',
        o: { id: 'org_2GaMqUCB3', rol: 'admin', slg: 'acme' },
        v: 2,
      },
    },
    audienceClaim: 'azp',
  },
  ({ read, refusalOf }) => {
    it('reads the session, and the role in the organisation that is active', async () => {
      expect(await read()).toMatchObject({
        subject: 'user_2GaMqUCB3Sc1WNAkWuNzsnYVVEy',
        sessionId: 'sess_2GaMqUCB3Sc1WNAkWuNzsnYVVEy',
        clientId: PAGES,
        roles: ['admin'],
      })
    })

    it('reads the first version of its tokens', async () => {
      const claims = { v: undefined, o: undefined, org_id: 'org_1', org_role: 'org:member' }
      expect((await read(claims)).roles).toEqual(['org:member'])
    })

    it('refuses a token that was made for a page of somebody else', async () => {
      expect(await refusalOf({ azp: 'https://evil.example' })).toMatch(/^token_audience_mismatch/)
      expect(await refusalOf({ azp: `${PAGES}.evil.example` })).toMatch(/^token_audience_mismatch/)
    })

    it('refuses a token from a template, which another party holds too', async () => {
      const claims = { sid: undefined, aud: 'https://hasura.example.com', jti: '10db7f531a90cb2faea4' }
      expect(await refusalOf(claims)).toMatch(/^token_claims_invalid: sid/)
    })

    it('refuses a session that is pending', async () => {
      expect(await refusalOf({ sts: 'pending' })).toMatch(/^token_claims_invalid: sts is pending/)
    })

    it('refuses an OAuth access token of the same keys', async () => {
      expect(await refusalOf({}, { typ: 'at+jwt' })).toMatch(/^token_type_refused/)
    })
  },
)

describe('authorizedParties', () => {
  it.each([[[]], [undefined], [['']], ['']])('%j stops the start', (authorizedParties) => {
    expect(() =>
      clerk({ domain: 'clerk.shop.example.com', authorizedParties: authorizedParties as string[] }),
    ).toThrow(TypeError)
  })
})
