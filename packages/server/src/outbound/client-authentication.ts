import { createPrivateKey, randomUUID, sign } from 'node:crypto'
import { type ClientAuth, ClientSecretPost } from 'oauth4webapi'
import { MINUTE, type Millis, toNumericDate } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { ClientAuthentication } from '../ports/provider-calls.js'

/** Apple accepts them for up to six months; one is made for each request. */
const LIFETIME = 5 * MINUTE

/** How a request to a token endpoint says which client it comes from. */
export const clientAuthentication = (
  { clock }: { readonly clock: Clock },
  authentication: ClientAuthentication,
): ClientAuth => {
  switch (authentication.kind) {
    case 'secret_basic':
      return (_server, client, _body, headers) =>
        headers.set('authorization', basic(client.client_id, authentication.secret))
    case 'secret_post':
      return ClientSecretPost(authentication.secret)
    case 'signed_secret':
      return (server, client, body, headers) =>
        ClientSecretPost(signSecret(authentication, client.client_id, clock.now()))(
          server,
          client,
          body,
          headers,
        )
  }
}

/**
 * RFC 6749 §2.3.1 and appendix B: each part as in a form. Hyphens, dots and underscores stay what they are, as they do in forms: some
 * providers take what they are sent for the secret as it is.
 */
const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${formEncoded(id)}:${formEncoded(secret)}`).toString('base64')}`

const formEncoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1)

type SignedSecret = Extract<ClientAuthentication, { kind: 'signed_secret' }>

/**
 * https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret
 *
 *     { "alg": "ES256", "kid": "ABC123DEFG" }
 *     { "iss": "DEF123GHIJ", "iat": …, "exp": …, "aud": "https://appleid.apple.com", "sub": "com.example.web" }
 */
const signSecret = (
  { teamId, keyId, privateKey, audience }: SignedSecret,
  clientId: string,
  now: Millis,
): string => {
  const claims = {
    iss: teamId,
    iat: toNumericDate(now),
    exp: toNumericDate(now + LIFETIME),
    aud: audience,
    sub: clientId,
    jti: randomUUID(),
  }
  const input = `${encode({ alg: 'ES256', kid: keyId })}.${encode(claims)}`
  const key = createPrivateKey(privateKey)
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
