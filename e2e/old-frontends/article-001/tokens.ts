import axios from 'axios'
import { decodeJwt } from 'jose'

/** What NextAuth's cookie keeps of the backend. */
interface BackendTokens {
  readonly accessToken: string
  readonly refreshToken: string
}

/** What Google gave. */
interface GoogleTokens {
  readonly access_token?: string | undefined
  readonly id_token?: string | undefined
}

/** Trades Google's tokens for the backend's. Rejects when it refuses or cannot be reached. */
export const signInAtBackend = async (
  backendApiBase: string,
  { access_token, id_token }: GoogleTokens,
): Promise<BackendTokens> => {
  const { data } = await axios.post(`${backendApiBase}/social/login/google/`, { access_token, id_token })
  return { accessToken: data.access_token, refreshToken: data.refresh_token }
}

/** Asks for the next pair; undefined unless the answer holds both. */
export const refreshTokens = async (
  backendApiBase: string,
  refresh: unknown,
): Promise<BackendTokens | undefined> => {
  try {
    const { data } = await axios.post(`${backendApiBase}/auth/token/refresh/`, { refresh })
    return data.access && data.refresh ? { accessToken: data.access, refreshToken: data.refresh } : undefined
  } catch {
    return undefined
  }
}

const REFRESH_BEFORE = 60

/** Whether an access token ends within a minute. It must be a JWT with an `exp`: nothing else is understood there. */
export const isAboutToExpire = (accessToken: unknown): boolean => {
  const { exp } = decodeJwt(String(accessToken))
  if (exp === undefined) throw new TypeError('the access token has no exp')
  return exp < Math.floor(Date.now() / 1_000) + REFRESH_BEFORE
}
