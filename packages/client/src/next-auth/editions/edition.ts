import type { ErrorCode } from '@latchkey/contract'
import type { HostConfig } from '../host-config.js'
import type { LatchkeySessionEndedError } from '../latchkey-errors.js'

/** Where a request came from, as far as the name of NextAuth's cookie depends on it. */
export interface SeenRequest {
  readonly forwardedProtocol: string | undefined
  /** `https:`, where the request knows its own URL. */
  readonly protocol: string | undefined
}

export type Environment = Readonly<Record<string, string | undefined>>

/** The facts in which NextAuth v4 and Auth.js v5 differ. */
export interface Edition {
  /** The path of the page that explains a refused sign-in. */
  errorPage(config: HostConfig): string
  /** What the jwt callback does to end the session: the cookie goes, the session is empty. */
  end(reason: LatchkeySessionEndedError): null
  /** What `authorize` throws so that the page that asked for the password learns why. */
  refusal(code: ErrorCode): Promise<Error>
  /** The session cookie when the config does not name one. */
  readonly cookieName: string
  /** Whether NextAuth prefixes that name with `__Secure-`. */
  isSecure(config: HostConfig, request: SeenRequest, environment: Environment): boolean
  /** What the cookie is encrypted with, or undefined when nothing is configured. */
  secret(config: HostConfig, environment: Environment): unknown
  /** What goes into the key besides the secret. */
  salt(cookieName: string): string
}
