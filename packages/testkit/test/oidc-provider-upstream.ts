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
  /** Ends the session of these cookies there: the person asks for it, and says so on the page. */
  signOut(cookies: Map<string, string>): Promise<void>
  /** Signs with a new key from now on. The key before is published no longer. */
  rotateKeys(): Promise<void>
  close(): Promise<void>
}

/** Where it tells that somebody signed out (OIDC Back-Channel Logout 1.0), and by what it gets there. */
export interface ToldOfLogouts {
  readonly uri: string
  /** Whether each token is to name the session (`backchannel_logout_session_required`). */
  readonly namesSession: boolean
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
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
  told: ToldOfLogouts | undefined,
): Promise<Provider> => {
  const signingKey = await newSigningKey()
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        ...CLIENT,
        redirect_uris: [REDIRECT_URI],
        ...(told !== undefined && {
          backchannel_logout_uri: told.uri,
          backchannel_logout_session_required: told.namesSession,
        }),
      },
    ],
    ...(told !== undefined && { fetch: told.fetch }),
    jwks: { keys: [signingKey] },
    cookies: { keys: ['only-for-this-process'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false, // as Google does: the scopes' claims are in the ID token too
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: told !== undefined },
    },
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

/** One request of a browser with these cookies, which keeps those it is given. */
const ask = async (url: URL, cookies: Map<string, string>, form?: URLSearchParams): Promise<Response> => {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie },
    ...(form !== undefined && { method: 'POST', body: form }),
  })
  for (const line of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (name !== undefined && value !== undefined) cookies.set(name, value)
  }
  return response
}

/** Follows redirects as a browser would, with an empty cookie jar unless one is given, up to the application's address. */
export const browse = async (start: URL, cookies = new Map<string, string>()): Promise<URL> => {
  let url = start
  while (!url.href.startsWith(REDIRECT_URI)) {
    const response = await ask(url, cookies)
    const location = response.headers.get('location')
    if (location === null)
      throw new Error(`The upstream answered ${response.status}: ${await response.text()}`)
    url = new URL(location, url)
  }
  return url
}

export const startOidcProvider = async (told?: ToldOfLogouts): Promise<OidcProviderUpstream> => {
  const accounts = new Map<string, UpstreamAccount>()
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, 'localhost', resolve))
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  let provider = await createUpstream(issuer, accounts, told)
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
    async signOut(cookies) {
      const page = await ask(new URL('/session/end', issuer), cookies)
      const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(await page.text()) ?? []
      const said = await ask(
        new URL('/session/end/confirm', issuer),
        cookies,
        new URLSearchParams({ xsrf, logout: 'yes' }),
      )
      if (said.status >= 400) throw new Error(`The upstream answered ${said.status}: ${await said.text()}`)
    },
    async rotateKeys() {
      provider = await createUpstream(issuer, accounts, told)
      answer = provider.callback()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
