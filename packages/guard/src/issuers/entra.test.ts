import { describe, expect, it } from 'vitest'
import { describePreset } from '../../test/issuer-rules.js'
import { json, startKeyServer } from '../../test/key-server.js'
import { createSigner, NOW, SECONDS } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import { entra } from './entra.js'

const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47'
const OTHER_TENANT = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'
/** Where private accounts live. */
const CONSUMERS = '9188040d-6c67-4c5b-b112-36a304b66dad'
const API = '6e74172b-be56-4843-9ff4-e66a39bb12e3'
const CLIENT = '5d8e4f6a-1b2c-4d3e-8f90-a1b2c3d4e5f6'

const version2 = {
  iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
  aud: API,
  azp: CLIENT,
  azpacr: '0',
  name: 'Ada Lovelace',
  oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
  preferred_username: 'ada@contoso.example',
  rh: '0.AXgA',
  roles: ['Todos.Admin'],
  scp: 'todos.read todos.write',
  sub: 'HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ',
  tid: TENANT,
  uti: 'fqiBqXLPj0eQa82S-IYFAA',
  ver: '2.0',
}

const common = (refusalOf: (claims?: Record<string, unknown>) => Promise<string>): void => {
  it('refuses a person of another tenant, whatever the issuer says', async () => {
    expect(await refusalOf({ tid: OTHER_TENANT })).toMatch(/^token_claims_invalid: tid/)
    expect(await refusalOf({ tid: undefined })).toMatch(/^token_claims_invalid: tid/)
    for (const tenant of [
      OTHER_TENANT,
      CONSUMERS,
      'common',
      'organizations',
      '{tenantid}',
      TENANT.toUpperCase(),
    ]) {
      const iss = `https://login.microsoftonline.com/${tenant}/v2.0`
      expect(await refusalOf({ iss, tid: tenant }), tenant).toMatch(/^token_issuer_mismatch/)
    }
  })
}

describePreset(
  'entra, version 2',
  {
    issuer: (keys) => entra({ tenant: TENANT, audience: API, keys }),
    sample: { header: { typ: 'JWT' }, claims: version2 },
    subjectClaims: ['oid'],
  },
  ({ read, refusalOf }) => {
    common(refusalOf)

    it('reads the oid as the person, and scp and roles', async () => {
      expect(await read()).toMatchObject({
        subject: version2.oid,
        clientId: CLIENT,
        scopes: ['todos.read', 'todos.write'],
        roles: ['Todos.Admin'],
      })
    })

    it('reads an application that comes for itself: it has roles and no scopes', async () => {
      const claims = { scp: undefined, sub: version2.oid, idtyp: 'app', azpacr: '1' }
      expect(await read(claims)).toMatchObject({ scopes: [], roles: ['Todos.Admin'] })
    })

    it('refuses an ID token for the application of the API itself', async () => {
      const idToken = { azp: undefined, azpacr: undefined, scp: undefined, nonce: 'n' }
      expect(await refusalOf(idToken)).toMatch(/^token_claims_invalid: neither azp nor appid/)
    })

    it('refuses a token of version 1, and says which issuer it expects', async () => {
      const iss = `https://sts.windows.net/${TENANT}/`
      expect(await refusalOf({ iss, ver: '1.0' })).toMatch(/^token_issuer_mismatch/)
    })

    it('refuses a token for Microsoft Graph', async () => {
      expect(await refusalOf({ aud: '00000003-0000-0000-c000-000000000000' })).toMatch(
        /^token_audience_mismatch/,
      )
    })
  },
)

describePreset(
  'entra, version 1',
  {
    issuer: (keys) => entra({ tenant: TENANT, audience: [`api://${API}`, API], version: 1, keys }),
    sample: {
      header: { typ: 'JWT', x5t: 'i6lGk3FZzxRcUb2C3nEQ7syHJlY' },
      claims: {
        iss: `https://sts.windows.net/${TENANT}/`,
        aud: `api://${API}`,
        acr: '1',
        amr: ['pwd', 'mfa'],
        appid: CLIENT,
        appidacr: '0',
        oid: version2.oid,
        scp: 'todos.read',
        sub: 'zJ1mDMvsNuJNXIdG2jYvKSH3kVu0tJKvJyWjvnq7H4A',
        tid: TENANT,
        unique_name: 'ada@contoso.example',
        ver: '1.0',
      },
    },
    subjectClaims: ['oid'],
  },
  ({ read, refusalOf }) => {
    common(refusalOf)

    it('reads how the person signed in', async () => {
      expect(await read()).toMatchObject({ amr: ['pwd', 'mfa'], acr: '1', clientId: CLIENT })
    })
  },
)

describe('keys of Microsoft', () => {
  const BASE = 'https://login.microsoftonline.com'

  it.each([
    ['for this tenant', `${BASE}/${TENANT}/v2.0`, true],
    ['for every tenant', `${BASE}/{tenantid}/v2.0`, true],
    ['that do not say for whom', undefined, true],
    ['for private accounts', `${BASE}/${CONSUMERS}/v2.0`, false],
    ['for another tenant', `${BASE}/${OTHER_TENANT}/v2.0`, false],
    ['for something that is no text', {}, false],
  ])('%s', async (_, issuer, isAccepted) => {
    const signer = await createSigner('RS256')
    const server = await startKeyServer(json({ keys: [{ ...signer.jwk, issuer }] }))
    const guard = createGuard({
      issuers: [entra({ tenant: TENANT, audience: API })],
      clock: () => NOW,
      fetch: (_, init) => fetch(server.url, init),
    })
    const token = await signer.token({
      claims: { ...version2, exp: SECONDS + 600 },
      header: { typ: 'JWT' },
    })
    const attempt = guard.verify(token)
    if (isAccepted) expect((await attempt).subject).toBe(version2.oid)
    else await expect(attempt).rejects.toMatchObject({ code: 'token_key_unknown' })
    await server.close()
  })
})

describe('a tenant', () => {
  it.each([
    'common',
    'organizations',
    'consumers',
    'contoso.example',
    TENANT.toUpperCase(),
    `${TENANT}/`,
    '',
    undefined,
  ])('is not %j', (tenant) => {
    expect(() => entra({ tenant: tenant as string, audience: API })).toThrow(
      /entra: tenant must be the id of one tenant/,
    )
  })

  it('has tokens of version 1 or 2', () => {
    expect(() => entra({ tenant: TENANT, audience: API, version: '2' as never })).toThrow(
      /version must be 1 or 2/,
    )
  })
})
