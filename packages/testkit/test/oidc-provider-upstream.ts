import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import Provider from 'oidc-provider'
import * as client from 'openid-client'

/** Somebody with an account at the upstream. More claims may be given; they go into the ID token under `profile`. */
export interface UpstreamAccount {
  readonly sub: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly name?: string
}

/** A certified OpenID provider in this process, by other authors than ours. */
export interface OidcProviderUpstream extends AsyncDisposable {
  readonly issuer: string
  readonly clientId: string
  /** Signs the account in through the whole code flow with PKCE and returns the ID token that came out. */
  idTokenFor(account: UpstreamAccount, options?: { readonly nonce?: string }): Promise<string>
  /** Signs with a new key from now on. The key before is published no longer. */
  rotateKeys(): Promise<void>
  close(): Promise<void>
}

const CLIENT = { client_id: 'upstream-client', client_secret: 'upstream-client-secret' }
const REDIRECT_URI = 'http://localhost:9/callback'
const SCOPE = 'openid email profile'
const HOUR_IN_SECONDS = 3600

const newSigningKey = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }
}

const createUpstream = async (
  issuer: string,
  accounts: ReadonlyMap<string, UpstreamAccount>,
): Promise<Provider> => {
  const signingKey = await newSigningKey()
  const provider: Provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [REDIRECT_URI] }],
    jwks: { keys: [signingKey] },
    cookies: { keys: ['only-for-this-process'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false, // as Google does: the scopes' claims are in the ID token too
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/log-in' },
    ttl: {
      AccessToken: HOUR_IN_SECONDS,
      Grant: HOUR_IN_SECONDS,
      IdToken: HOUR_IN_SECONDS,
      Interaction: HOUR_IN_SECONDS,
      Session: HOUR_IN_SECONDS,
    },
    findAccount(_, sub) {
      const account = accounts.get(sub)
      return account && { accountId: sub, claims: () => ({ ...account }) }
    },
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope(SCOPE)
      await grant.save()
      return grant
    },
  })
  return provider
}

/** Follows redirects as a browser with an empty cookie jar would, up to the application's address. */
export const browse = async (start: URL): Promise<URL> => {
  const cookies = new Map<string, string>()
  let url = start
  while (!url.href.startsWith(REDIRECT_URI)) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (name !== undefined && value !== undefined) cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null)
      throw new Error(`The upstream answered ${response.status}: ${await response.text()}`)
    url = new URL(location, url)
  }
  return url
}

export const startOidcProvider = async (): Promise<OidcProviderUpstream> => {
  const accounts = new Map<string, UpstreamAccount>()
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, 'localhost', resolve))
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  let provider = await createUpstream(issuer, accounts)
  let answer = provider.callback()
  server.on('request', async (request, response) => {
    if (request.url !== '/log-in') return answer(request, response)
    const { params } = await provider.interactionDetails(request, response)
    await provider.interactionFinished(request, response, {
      login: { accountId: params['login_hint'] ?? '' },
    })
  })
  const configuration = await client.discovery(
    new URL(issuer),
    CLIENT.client_id,
    CLIENT.client_secret,
    undefined,
    {
      execute: [client.allowInsecureRequests],
    },
  )
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })

  return {
    issuer,
    clientId: CLIENT.client_id,
    async idTokenFor(account, { nonce } = {}) {
      accounts.set(account.sub, account)
      const pkceCodeVerifier = client.randomPKCECodeVerifier()
      const landed = await browse(
        client.buildAuthorizationUrl(configuration, {
          redirect_uri: REDIRECT_URI,
          scope: SCOPE,
          login_hint: account.sub,
          code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
          code_challenge_method: 'S256',
          ...(nonce !== undefined && { nonce }),
        }),
      )
      const checks = {
        pkceCodeVerifier,
        idTokenExpected: true,
        ...(nonce !== undefined && { expectedNonce: nonce }),
      }
      const { id_token } = await client.authorizationCodeGrant(configuration, landed, checks)
      if (id_token === undefined) throw new Error('The upstream sent no ID token')
      return id_token
    },
    async rotateKeys() {
      provider = await createUpstream(issuer, accounts)
      answer = provider.callback()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
