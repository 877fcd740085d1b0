import {
  cognito,
  discord,
  gitlab,
  keycloak,
  linkedin,
  okta,
  type Provider,
  slack,
  spotify,
  twitch,
  x,
} from '@latchkey/server'
import { type DevelopmentProvider, developmentClient, startDevelopmentProvider } from '@latchkey/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runSql } from '../fixtures/run-sql.js'
import { startScriptedProvider } from '../fixtures/scripted-provider.js'
import {
  chooseAt,
  comeBack,
  leaveFor,
  refusedWith,
  signInWith,
  startSocialDoor,
  whoIs,
} from '../fixtures/test-social.js'

// Providers without a twin of their own: what they share with others is asked of another's twin, what is theirs alone of a script.

describe('providers that keep to OpenID Connect', () => {
  let upstream: DevelopmentProvider
  beforeAll(async () => {
    upstream = await startDevelopmentProvider()
  })
  afterAll(() => upstream.close())

  const client = { clientIds: [developmentClient.id], clientSecret: developmentClient.secret }
  const providers: Readonly<Record<string, (issuer: string) => Provider>> = {
    gitlab: (issuer) => gitlab({ ...client, issuer }),
    slack: (issuer) => slack({ ...client, issuer }),
    linkedin: (issuer) => linkedin({ ...client, issuer }),
    keycloak: (realmUrl) => keycloak({ ...client, realmUrl }),
    okta: (issuer) => okta({ ...client, issuer }),
    cognito: (issuer) => cognito({ ...client, issuer }),
  }

  test.each(Object.entries(providers))('%s signs a person in', async (name, provider) => {
    await using door = await startSocialDoor({ options: { providers: [provider(upstream.issuer)] } })
    const browser = door.openBrowser()
    await signInWith(browser, name, upstream.people[0]?.sub)
    expect(await whoIs(browser)).toMatchObject({
      email: 'mara_lindqvist@gmail.com',
      emailVerified: true,
      name: 'Mara Lindqvist',
    })
    expect(await runSql(door.database, 'select provider, subject from identities')).toEqual([
      { provider: name, subject: upstream.people[0]?.sub },
    ])
  })

  test('LinkedIn leaves the nonce out; whoever else does is refused', async () => {
    await using door = await startSocialDoor({
      options: { providers: [providers['linkedin']?.(upstream.issuer) as Provider] },
    })
    await using strict = await startSocialDoor({
      options: { providers: [providers['okta']?.(upstream.issuer) as Provider] },
    })
    for (const [at, name, error] of [
      [door, 'linkedin', undefined],
      [strict, 'okta', 'proof_nonce_mismatch'],
    ] as const) {
      const address = await leaveFor(at.openBrowser(), name)
      expect(address.searchParams.has('nonce')).toBe(true)
      const browser = at.openBrowser()
      const asked = await leaveFor(browser, name)
      asked.searchParams.delete('nonce')
      const back = await comeBack(browser, await chooseAt(asked, upstream.people[0]?.sub))
      expect(refusedWith(back).error).toBe(error)
    }
  })

  test('Twitch is asked for the address by name, and calls people what they call themselves', async () => {
    const provider = twitch({ ...client, issuer: upstream.issuer })
    await using door = await startSocialDoor({ options: { providers: [provider] } })
    const { searchParams } = await leaveFor(door.openBrowser(), 'twitch')
    expect(searchParams.get('scope')).toBe('openid user:read:email')
    expect(JSON.parse(searchParams.get('claims') ?? '')).toMatchObject({ id_token: { email: null } })
    expect(
      provider.idTokens?.readProfile({ preferred_username: 'ada_live', picture: 'javascript:x' }),
    ).toEqual({
      name: 'ada_live',
    })
  })
})

describe('providers with an API of their own', () => {
  const client = { clientId: 'us', clientSecret: 'secret' }
  test.each([
    [
      'discord',
      (baseUrl: string) => discord({ ...client, baseUrl }),
      '/api/users/@me',
      {
        id: '80351110224678912',
        username: 'ada',
        global_name: null,
        avatar: '8342729096ea',
        email: 'ada@example.com',
        verified: false,
      },
      {
        email: 'ada@example.com',
        emailVerified: false,
        name: 'ada',
        picture: 'https://cdn.discordapp.com/avatars/80351110224678912/8342729096ea.png',
      },
    ],
    [
      'x',
      (baseUrl: string) => x({ ...client, baseUrl }),
      '/2/users/me?user.fields=profile_image_url%2Cconfirmed_email',
      { data: { id: '2244994945', name: 'Ada', username: 'ada', confirmed_email: 'ada@example.com' } },
      { email: 'ada@example.com', emailVerified: true, name: 'Ada', picture: null },
    ],
    [
      'spotify',
      (baseUrl: string) => spotify({ ...client, baseUrl }),
      '/v1/me',
      {
        id: 'ada',
        display_name: 'Ada',
        email: 'ada@example.com',
        images: [{ url: 'https://i.scdn.co/image/ada', height: 300, width: 300 }],
      },
      {
        email: 'ada@example.com',
        emailVerified: false,
        name: 'Ada',
        picture: 'https://i.scdn.co/image/ada',
      },
    ],
  ] as const)('%s tells who somebody is', async (name, provider, path, body, expected) => {
    await using upstream = await startScriptedProvider()
    const asked: string[] = []
    upstream.answerToken = () => ({ body: { access_token: 'access', token_type: 'bearer' } })
    upstream.answerApi = (url, authorization) => {
      asked.push(`${authorization} ${url}`)
      return { body }
    }
    await using door = await startSocialDoor({ options: { providers: [provider(upstream.url)] } })
    const browser = door.openBrowser()
    const address = await leaveFor(browser, name)
    const url = new URL(address.searchParams.get('redirect_uri') ?? '')
    url.search = `code=code&state=${address.searchParams.get('state')}`
    await comeBack(browser, { url, form: undefined })
    expect(await whoIs(browser)).toMatchObject(expected)
    expect(asked).toEqual([`Bearer access ${path}`])
    expect(upstream.tokenRequests).toMatchObject([{ grant_type: 'authorization_code', code: 'code' }])
    expect(upstream.tokenRequests[0]?.['code_verifier']).toMatch(/^[0-9a-f]{64}$/)
  })

  test.each([
    ['nobody', {}, 'proof_claims_invalid'],
    ['a number that is none', { id: 1.5 }, 'proof_claims_invalid'],
    ['a subject without end', { id: 'x'.repeat(300) }, 'proof_claims_invalid'],
    ['a list', [], 'proof_claims_invalid'],
  ])('an answer that tells of %s opens no session', async (_, body, error) => {
    await using upstream = await startScriptedProvider()
    upstream.answerToken = () => ({ body: { access_token: 'access', token_type: 'bearer' } })
    upstream.answerApi = () => ({ body })
    await using door = await startSocialDoor({
      options: { providers: [discord({ ...client, baseUrl: upstream.url })] },
    })
    const browser = door.openBrowser()
    const address = await leaveFor(browser, 'discord')
    const url = new URL(address.searchParams.get('redirect_uri') ?? '')
    url.search = `code=code&state=${address.searchParams.get('state')}`
    expect(refusedWith(await comeBack(browser, { url, form: undefined })).error).toBe(error)
  })
})
