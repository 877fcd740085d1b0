import { ID_TOKEN_TYPE, paths, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import type { LatchkeyServer } from './latchkey-server.js'

type Credentials = Pick<LatchkeyServer, 'issuer' | 'clientId' | 'clientSecret'>

/** Asks Latchkey itself what a token is good for (RFC 7662). */
export const introspect = async (latchkey: Credentials, token: string | null): Promise<unknown> =>
  (await call(latchkey, paths.introspect, { token: token ?? '' })).json()

/** Ends the session of a token, as another device would. */
export const revoke = async (latchkey: Credentials, token: string | null): Promise<void> => {
  await call(latchkey, paths.revoke, { token: token ?? '' })
}

/** Uses an ID token up; true if it was good. */
export const exchange = async (latchkey: Credentials, idToken: string | undefined): Promise<boolean> => {
  const response = await call(latchkey, paths.token, {
    grant_type: TOKEN_EXCHANGE_GRANT,
    subject_token: idToken ?? '',
    subject_token_type: ID_TOKEN_TYPE,
  })
  return response.ok
}

/** The client authenticates in the body, so that these calls do not share the encoding under test. */
const call = (
  { issuer, clientId, clientSecret }: Credentials,
  path: string,
  form: Record<string, string>,
): Promise<Response> =>
  fetch(`${issuer}${path}`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret }),
  })
