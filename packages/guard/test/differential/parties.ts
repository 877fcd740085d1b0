import { auth } from 'express-oauth2-jwt-bearer'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { AUDIENCE, ISSUER, NOW } from '../signer.js'
import type { DraftKeys } from './draft.js'

/** Somebody else who says whether a token holds, told the same issuer, audience, algorithms and clock. */
export interface Party {
  readonly name: string
  accepts(token: string): Promise<boolean>
}

export const ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA']
export const CLOCK_TOLERANCE_SECONDS = 5

export const jose = ({ jwks }: DraftKeys): Party => {
  const keys = createLocalJWKSet(jwks as unknown as JSONWebKeySet)
  const options = {
    issuer: ISSUER,
    audience: AUDIENCE,
    algorithms: ALGORITHMS,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    currentDate: new Date(NOW),
  }
  return {
    name: 'jose',
    accepts: (token) =>
      jwtVerify(token, keys, options).then(
        () => true,
        () => false,
      ),
  }
}

/** @param jwksUri where the keys are published */
export const expressOauth2JwtBearer = (jwksUri: string): Party => {
  const middleware = auth({
    issuer: ISSUER,
    audience: AUDIENCE,
    jwksUri,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  })
  return {
    name: 'express-oauth2-jwt-bearer',
    accepts: (token) =>
      new Promise((resolve) => {
        const headers: Readonly<Record<string, string>> = {
          host: 'api.example.com',
          authorization: `Bearer ${token}`,
        }
        // As much of a request of Express as it looks at.
        const get = (name: string) => headers[name.toLowerCase()]
        const request = {
          method: 'GET',
          headers,
          get,
          protocol: 'https',
          url: '/todos',
          query: {},
          is: () => false,
        }
        middleware(request as never, {} as never, (error?: unknown) => resolve(error === undefined))
      }),
  }
}
