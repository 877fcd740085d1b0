/** What every door of the Django kind may be told. */
interface DoorOptions {
  /** Below which path of the host its addresses lie, such as `/api`. Default: the root. */
  prefix?: string | undefined
  /** What the primary keys of new people are. Default: `integer`. All doors of a server have one kind. */
  userIds?: 'integer' | 'uuid' | undefined
}

/** The key with which a former backend signed JWTs, so that nobody is logged out by a cut-over. */
export interface FormerKeyOptions {
  /** Its `SECRET_KEY` or `SIGNING_KEY`; for RS256 and ES256 its public key in PEM. From the environment, never in a file. */
  key: string | undefined
  /** The one algorithm it signed with. Default: HS256. */
  algorithm?: 'HS256' | 'HS384' | 'HS512' | 'RS256' | 'ES256' | undefined
  /** From when on nothing it signed is accepted that has not been seen before: `2027-01-31` or with a time. */
  until: string
}

/** A frontend written for Django REST framework's `authtoken`: social sign-in, and `Authorization: Token <40 hex>`. */
export interface DrfTokenOptions extends DoorOptions {
  /** Where people sign in, by provider. Default: `{ google: '/google/' }`. */
  signIn?: Readonly<Record<string, string>> | undefined
  /** What becomes of tokens on other devices when somebody signs in. Default: they `stay`. */
  otherDevices?: 'stay' | 'end' | undefined
  /**
   * How a refused sign-in is worded. A frontend that takes any JSON for a success, as NextAuth callbacks do that never look at the
   * status, needs one that is no JSON: `unreadable`. Default: `json`.
   */
  refusals?: 'json' | 'unreadable' | undefined
}

/** A frontend written for a FastAPI backend over Django's users: credentials, and a session that is asked for at each page. */
export interface FastapiTokensOptions extends DoorOptions {
  /** How long somebody stays signed in, in milliseconds. Default: 30 days. */
  lifetime?: number | undefined
  former?: FormerKeyOptions | undefined
}

/** What stands for a door in the configuration. */
export type DoorConfiguration =
  | { readonly kind: 'drfToken'; readonly options: DrfTokenOptions }
  | { readonly kind: 'fastapiTokens'; readonly options: FastapiTokensOptions }

/** Keeps frontends running that were written for Django REST framework's tokens: `doors: [drfToken({ … })]`. */
export const drfToken = (options: DrfTokenOptions = {}): DoorConfiguration => ({ kind: 'drfToken', options })

/** Keeps frontends running that were written for a FastAPI backend over Django's users: `doors: [fastapiTokens({ … })]`. */
export const fastapiTokens = (options: FastapiTokensOptions = {}): DoorConfiguration => ({
  kind: 'fastapiTokens',
  options,
})
