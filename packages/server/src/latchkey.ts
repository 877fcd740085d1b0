import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CommonGuardOptions, Guard, LatchkeyPrincipal } from '@latchkey/guard'
import type { ProviderToken } from './flows/read-provider-token.js'
import type { RequestSource } from './http/client-network.js'

/** A running Latchkey, for any host that speaks Web standards or Node. Its guards know the names of the permissions it was configured with. */
export interface Latchkey<Permission extends string = string> {
  readonly issuer: string
  /**
   * For Hono, Next.js route handlers and every other host with Web-standard requests. `source` says where a request came from,
   * when the host knows: attempts to sign in are counted by network too.
   */
  readonly fetch: (request: Request, source?: RequestSource) => Promise<Response>
  /** For `node:http`, Express and everything else with Node's. */
  readonly nodeListener: (request: IncomingMessage, response: ServerResponse) => void
  /**
   * Protects the API with the first audience, in this process: it asks nobody over HTTP. Takes every form of a session: access JWTs, opaque tokens and,
   * where the browser door is open, its cookie from the pages of the topology.
   */
  readonly guard: Guard<LatchkeyPrincipal<Permission>>
  /**
   * Protects the API with this audience. A token for one API is not accepted by the guard of another.
   *
   * @throws TypeError when the audience is none of this server's, or an option is wrong
   */
  readonly guardFor: (
    audience: string,
    options?: Pick<CommonGuardOptions, 'wire' | 'realm' | 'onRefused' | 'dpop' | 'resource'>,
  ) => Guard<LatchkeyPrincipal<Permission>>
  /**
   * The token a provider gave for a user, for calls in the user's name; refreshed when it has ended. Only of providers with
   * `keepTokens: true`.
   *
   * @param userId `usr_…`
   * @returns undefined when none is kept, or the provider accepts it no more: the person has to sign in there again
   * @throws AuthError `provider_unreachable`, `sign_in_unavailable`
   */
  readonly providerToken: (userId: string, providerId: string) => Promise<ProviderToken | undefined>
  /**
   * The link that makes whoever opens it first, signed in, the first operator: for an hour, once, and while there is none. Show it to who runs the
   * server and to nobody else, and write it into no log.
   *
   * @returns undefined where there is an operator who can make others, or no console
   */
  readonly firstOperatorLink: () => Promise<string | undefined>
  /**
   * Ends the answers that stay open, and begins no other: pages that wait for the end of their session. Call it when the server in
   * front stops to listen, or that waits for them: `latchkey.endStreams(); server.close(() => latchkey.close())`.
   */
  endStreams(): void
  /** Finishes what was begun and lets go of the database. Call it when no request is under way any more; twice is fine. */
  close(): Promise<void>
}
