import type { DevelopmentClient } from '../clients/development-client.js'
import type { Parameters } from '../http/parameters.js'
import type { OAuthErrorCode } from '../oauth-refusal.js'
import type { RequestRules } from './request-rules.js'

/** What is wrong with a request, for the client that sent it. The sentence repeats nothing that was sent. */
export interface RequestFault {
  readonly error: OAuthErrorCode
  readonly description: string
}

/** RFC 7636 §4.2: a SHA-256 digest in base64url is 43 characters long. */
const S256_CHALLENGE = /^[A-Za-z0-9_-]{43}$/
const PROMPTS: readonly string[] = ['login', 'consent', 'select_account']

const fault = (error: OAuthErrorCode, description: string): RequestFault => ({ error, description })

const findUnsupportedParameter = (parameters: Parameters): RequestFault | undefined => {
  // OIDC Core §3.1.2.6
  if (parameters.get('request')) return fault('request_not_supported', 'Send plain parameters.')
  if (parameters.get('request_uri')) return fault('request_uri_not_supported', 'Send plain parameters.')
  if (parameters.get('registration'))
    return fault('registration_not_supported', 'Register the client at the start.')
  return undefined
}

const findResponseFault = (parameters: Parameters, rules: RequestRules): RequestFault | undefined => {
  const type = parameters.get('response_type')
  if (type === undefined && !rules.responseTypeMayBeMissing)
    return fault('invalid_request', 'response_type is missing.')
  if (type !== undefined && !rules.responseTypes.includes(type)) {
    return fault('unsupported_response_type', `Only response_type=${rules.responseTypes[0]} is supported.`)
  }
  const mode = parameters.get('response_mode') ?? 'query'
  return rules.responseModes.some((supported) => supported === mode)
    ? undefined
    : fault('invalid_request', `Only response_mode=${rules.responseModes.join(' or ')} is supported.`)
}

const findPkceFault = (parameters: Parameters, client: DevelopmentClient): RequestFault | undefined => {
  const challenge = parameters.get('code_challenge')
  const method = parameters.get('code_challenge_method')
  if (challenge === undefined) {
    if (method !== undefined) return fault('invalid_request', 'code_challenge_method needs a code_challenge.')
    // RFC 9700 §2.1.1
    return client.secret === undefined
      ? fault('invalid_request', 'A public client must use PKCE with S256.')
      : undefined
  }
  // RFC 7636 §4.3: a challenge without a method is plain.
  if (method !== 'S256') return fault('invalid_request', 'Only code_challenge_method=S256 is accepted.')
  return S256_CHALLENGE.test(challenge)
    ? undefined
    : fault('invalid_request', 'The code_challenge is not a SHA-256.')
}

const findPromptFault = (parameters: Parameters): RequestFault | undefined => {
  const prompts = (parameters.get('prompt') ?? '').split(' ').filter((prompt) => prompt !== '')
  if (prompts.includes('none')) {
    // OIDC Core §3.1.2.1: nobody is ever signed in here, and `none` goes with nothing else.
    return prompts.length > 1
      ? fault('invalid_request', 'prompt=none goes with no other prompt.')
      : fault('login_required', 'Nobody is signed in at the development provider.')
  }
  return prompts.every((prompt) => PROMPTS.includes(prompt))
    ? undefined
    : fault('invalid_request', 'The prompt is not one of none, login, consent and select_account.')
}

const findMaxAgeFault = (parameters: Parameters): RequestFault | undefined =>
  /^\d+$/.test(parameters.get('max_age') ?? '0')
    ? undefined
    : fault('invalid_request', 'max_age must be whole seconds.')

const findOpenidFault = (parameters: Parameters): RequestFault | undefined => {
  if (!parameters.get('scope')?.split(' ').includes('openid')) {
    return fault('invalid_scope', 'The scope must contain openid.')
  }
  return findUnsupportedParameter(parameters) ?? findMaxAgeFault(parameters) ?? findPromptFault(parameters)
}

/**
 * Finds the first thing wrong with a request whose client and redirect address are already trusted
 * (RFC 6749 §4.1.2.1).
 */
export const findRequestFault = (
  parameters: Parameters,
  client: DevelopmentClient,
  rules: RequestRules,
): RequestFault | undefined => {
  if (parameters.repeated.size > 0) return fault('invalid_request', 'Send each parameter once.')
  return (
    findResponseFault(parameters, rules) ??
    (rules.pkce === 'S256' ? findPkceFault(parameters, client) : undefined) ??
    (rules.openid ? findOpenidFault(parameters) : undefined)
  )
}
