import { describe, expect, it } from 'vitest'
import { describePreset } from '../../test/issuer-rules.js'
import { SECONDS } from '../../test/signer.js'
import { type OidcOptions, oidc } from './oidc.js'

const ISSUER = 'https://id.example.org/tenant'
const API = 'https://todos.example.com'

const claims = {
  iss: ISSUER,
  sub: '5ba552d67',
  aud: API,
  client_id: 's6BhdRkqt3',
  jti: 'dbe39bf3a3ba4238a513f51d6e1691c4',
  scope: 'openid todos:read',
  roles: ['editor'],
  acr: 'phr',
  amr: ['hwk'],
  auth_time: SECONDS - 60,
}

describePreset(
  'oidc',
  {
    issuer: (keys) => oidc({ issuer: ISSUER, audience: API, keys }),
    sample: { header: { typ: 'at+jwt' }, claims },
  },
  ({ read, refusalOf }) => {
    it('reads what RFC 9068 says', async () => {
      expect(await read()).toMatchObject({
        subject: '5ba552d67',
        clientId: 's6BhdRkqt3',
        scopes: ['openid', 'todos:read'],
        roles: ['editor'],
        acr: 'phr',
        amr: ['hwk'],
        authenticatedAt: (SECONDS - 60) * 1000,
      })
    })

    it.each(['JWT', undefined, 'application/at+jwt'])('reads a plain token, whose typ is %j', async (typ) => {
      expect((await read({}, { typ })).subject).toBe('5ba552d67')
    })

    it.each([
      [{ scope: undefined, scp: ['a', 'b'] }, ['a', 'b']],
      [{ scope: undefined, scp: 'a b' }, ['a', 'b']],
      [{ scope: 'a  b ' }, ['a', 'b']],
      [{ scope: ['a', 7, null, ''] }, ['a']],
      [{ scope: { a: true } }, []],
      [{ scope: undefined }, []],
    ])('reads scopes from %j', async (deviation, scopes) => {
      expect((await read(deviation)).scopes).toEqual(scopes)
    })

    it('accepts one of several audiences, and no part of one', async () => {
      expect((await read({ aud: ['https://other.example', API] })).subject).toBe('5ba552d67')
      expect(await refusalOf({ aud: `${API}/` })).toMatch(/^token_audience_mismatch/)
      expect(await refusalOf({ aud: [[API]] })).toMatch(/^token_claims_invalid/)
    })

    it('reads no claim that an object has from its prototype', async () => {
      const { read: readClaims } = oidc({
        issuer: ISSUER,
        audience: API,
        rolesClaim: 'constructor',
        scopesClaim: ['toString', 'name'],
      })
      expect(readClaims(claims as never)).toMatchObject({ roles: [], scopes: [] })
    })
  },
)

describePreset(
  'oidc, at+jwt alone and PS256',
  {
    issuer: (keys) =>
      oidc({
        issuer: ISSUER,
        audience: 's6BhdRkqt3',
        audienceClaim: 'client_id',
        types: ['at+jwt'],
        algorithms: ['PS256'],
        scopesClaim: ['authorization', 'scopes'],
        keys,
      }),
    alg: 'PS256',
    sample: { header: { typ: 'at+jwt' }, claims: { ...claims, authorization: { scopes: ['x'] } } },
    audienceClaim: 'client_id',
  },
  ({ read, refusalOf }) => {
    it('reads scopes where they were said to be', async () => {
      expect((await read()).scopes).toEqual(['x'])
    })

    it.each(['JWT', undefined, ''])('refuses the typ %j, as an ID token has it', async (typ) => {
      expect(await refusalOf({}, { typ })).toMatch(/^token_type_refused/)
    })
  },
)

describe('the options of an issuer', () => {
  it.each<[Partial<OidcOptions>, RegExp]>([
    [{ issuer: undefined as never }, /the issuer must be an absolute URL/],
    [{ issuer: 'id.example.org' }, /the issuer must be an absolute URL/],
    [{ issuer: 'https://id.example.org?tenant=a' }, /must not hold a query/],
    [{ issuer: 'https://id.example.org/a|b' }, /must not hold a \|/],
    [{ audience: [] }, /audience must name this API/],
    [{ algorithms: [] }, /algorithms must be some of/],
    [{ algorithms: ['none' as never] }, /algorithms must be some of/],
    [{ clockTolerance: -1 }, /clockTolerance/],
    [{ clockTolerance: 600_000 }, /clockTolerance/],
    [{ wants: 'email' as never }, /wants must be names/],
    [{ jwksUri: 'https://id.example.org/keys' } as never, /there is no option "jwksUri"/],
    [{ scopesClaim: [] as never, audience: '' }, /audience must name/],
    [{ scopesClaim: [7] as never }, /scopesClaim must be/],
    [{ keys: {} as never }, /keys must be a key source/],
    [{ rolesClaim: [7] as never }, /rolesClaim must be the name/],
    [{ audienceClaim: 'sub' as never }, /audienceClaim must be aud, client_id or azp/],
    [{ types: [] }, /types must be some of at\+jwt, JWT and none/],
    [{ types: ['id+jwt' as never] }, /types must be some of/],
    [{ jwksUrl: 'keys.json' }, /jwksUrl must be an absolute URL/],
    [{ userInfoUrl: 'ftp://id.example.org' }, /userInfoUrl must be an https URL/],
  ])('%j stop the start', (options, problem) => {
    expect(() => oidc({ issuer: ISSUER, audience: API, ...options })).toThrow(TypeError)
    expect(() => oidc({ issuer: ISSUER, audience: API, ...options })).toThrow(problem)
  })

  it('are all complained about at once', () => {
    expect(() => oidc({ issuer: 'x', audience: '', clockTolerance: -1 })).toThrow(
      /^oidc: the issuer .*; audience .*; clockTolerance /,
    )
  })
})
