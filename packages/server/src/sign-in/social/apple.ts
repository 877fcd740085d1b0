import { toDisplayName } from '../../model/display-name.js'
import type { ClientAuthentication } from '../../ports/provider-calls.js'
import { defineProvider } from './define-provider.js'
import { OIDC_OPTIONS, oidcProvider } from './oidc-provider.js'
import type { Provider } from './provider.js'
import { fieldsOf } from './provider-answer.js'

// https://developer.apple.com/documentation/signinwithapple
const ISSUER = 'https://appleid.apple.com'

/** Sign in with Apple. */
export interface AppleOptions {
  /** The Services ID for the web first, then the bundle ids of native apps. */
  clientIds: readonly string[]
  /** The key that makes client secrets. Opens signing in by Apple's pages; without it only ID tokens of native apps are accepted. */
  key?:
    | {
        /** Ten characters, from the membership page. */
        teamId: string | undefined
        /** Ten characters, beside the key. */
        keyId: string | undefined
        /** What is in the `AuthKey_….p8` that can be downloaded once. */
        privateKey: string | undefined
      }
    | undefined
  /** Another issuer that behaves like Apple, for development. */
  issuer?: string | undefined
}

const TEXT = { type: 'string' } as const

/*
 * { "iss": "https://appleid.apple.com", "aud": "com.example.web", "sub": "001234.5f….1234", "nonce": "…",
 *   "email": "x1y2z3@privaterelay.appleid.com", "email_verified": "true", "is_private_email": "true" }
 */
export const apple = defineProvider(
  {
    id: 'apple',
    options: {
      clientIds: OIDC_OPTIONS.clientIds,
      // It may be read whole from where it is kept. Which part is missing is told at start.
      key: { type: 'object', options: { teamId: TEXT, keyId: TEXT, privateKey: TEXT }, open: true },
      issuer: TEXT,
    },
  },
  (options: AppleOptions): Provider => {
    const { clientIds, key, issuer = ISSUER } = options
    const shape = {
      id: 'apple',
      name: 'Apple',
      issuer,
      idTokens: {
        algorithms: ['RS256'],
        // Truths come as texts, for some people as truths. Mail to a relay address reaches the person and nobody else.
        provesAddress: ({ email_verified: verified }: Readonly<Record<string, unknown>>) =>
          verified === 'true' || verified === true,
      },
    } as const
    const provider = oidcProvider(shape, { clientIds })
    if (key === undefined) return provider
    const authentication: ClientAuthentication = {
      kind: 'signed_secret',
      teamId: key.teamId ?? '',
      keyId: key.keyId ?? '',
      privateKey: key.privateKey ?? '',
      audience: issuer,
    }
    return {
      ...provider,
      codeFlow: {
        clientId: clientIds[0] ?? '',
        authentication,
        server: { kind: 'discovered', issuer },
        scopes: ['name', 'email'],
        // Required with these scopes.
        parameters: { response_mode: 'form_post' },
        responseMode: 'form_post',
        readAnswer,
        keepsTokens: false,
      },
    }
  },
)

/**
 * The name, which Apple tells once, when a person first meets an application:
 * `user={"name":{"firstName":"Ada","lastName":"Lovelace"},"email":"…"}`. The address in it is nobody's word but the browser's.
 */
const readAnswer = ({ user = '' }: Readonly<Record<string, string>>): { readonly name?: string } => {
  const { firstName, lastName } = fieldsOf(fieldsOf(parse(user))['name'])
  const parts = [firstName, lastName].filter((part) => typeof part === 'string')
  const name = toDisplayName(parts.join(' '))
  return name === null ? {} : { name }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
